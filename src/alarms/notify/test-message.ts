/**
 * A message that looks like a real one and says that it is none.
 * @module
 */
import type { Alarm, Message } from '../../domain/alarm.ts';
import { type EpochSeconds, epochSeconds } from '../../domain/time.ts';

/** Number 0: no alarm has it. */
export function testMessage(notifier: string, now: EpochSeconds): Message {
  const since = epochSeconds(now - 600);
  const alarm: Alarm = {
    ...{ id: 0, key: 'test', rule: 'test', labels: {}, phase: 'firing', severity: 'info' },
    ...{ seenAt: since, lastSeenAt: now, firedAt: now, clearSince: null, resolvedAt: null },
    ...{ acknowledged: null, pages: true, told: {} },
    observation: {
      ...{ rule: 'test', labels: {}, verdict: 'firing', severity: 'info', since, until: now },
      title: `Test message for ${notifier}: nothing is wrong`,
      summary: 'Somebody ran bedrock-meter alarms test, to see whether messages arrive here.',
      observed: 'this message',
      expected: 'this message',
      atRisk: null,
      causes: [{ name: 'alarms test', detail: 'what is behind an alarm stands here, largest first' }],
      fix: 'Nothing: it works.',
      link: '',
    },
  };
  return {
    ...{ id: 0, notifier, createdAt: now, reason: 'first', items: [{ news: 'firing', alarm }] },
    ...{ state: 'queued', attempts: 1, nextAttemptAt: now, endedAt: null, error: null, plain: false },
  };
}
