import { describe, expect, it } from 'vitest';
import { transition } from '../../../src/alarms/lifecycle/transition.ts';
import { claim, LEASE_SECONDS, type Outcome, settle } from '../../../src/alarms/outbox/retry.ts';
import type { AlarmState } from '../../../src/domain/alarm.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import { at } from '../../support.ts';
import { applied, EMPTY_STATE, evaluation, observation, settingsOf } from './maker.ts';

const START = at('2026-11-20T10:00:00Z');
const SETTINGS = settingsOf({
  notifiers: [{ name: 'p', type: 'slack', webhookUrl: 'https://hooks.example/x' }],
  alarms: { rules: { throttleShare: { for: '0m', keepFiringFor: '0m' } } },
});
const failed = (
  why: Extract<Outcome, { kind: 'failed' }>['why'],
  retryAfter: number | null = null,
): Outcome => ({
  ...{ kind: 'failed', why, detail: '500', retryAfter },
});

function queued(): AlarmState {
  const { change } = transition(EMPTY_STATE, [evaluation([observation(START)])], START, SETTINGS);
  return applied(EMPTY_STATE, change);
}

/** Attempts until the message is gone; the seconds at which they were made. */
function attempts(outcome: Outcome, limit = 500): { at: number[]; state: AlarmState } {
  let state = queued();
  let now = START;
  const made: number[] = [];
  while (state.queue.length > 0 && made.length < limit) {
    const [head] = state.queue;
    if (head === undefined) break;
    now = epochSeconds(Math.max(now, head.nextAttemptAt));
    const claimed = claim(state, 'p', now);
    if (claimed.message === null) throw new Error('due and not claimed');
    made.push(now - START);
    state = applied(
      applied(state, claimed.change),
      settle(applied(state, claimed.change), head.id, outcome, now, 1),
    );
  }
  return { at: made, state };
}

describe('a message that is not taken', () => {
  it('is tried for a day, ever more rarely, then given up; a repeat tells it anew', () => {
    const { at: times, state } = attempts(failed('server'));
    // 10, 20, 40, ... 900: by hand.
    expect(times.slice(0, 8)).toEqual([0, 10, 30, 70, 150, 310, 630, 1270]);
    expect(times[9]).toBe(1270 + 900 + 900);
    expect(times.at(-1)).toBeGreaterThanOrEqual(86_400);
    expect(times.at(-1)).toBeLessThan(86_400 + 900);
    expect(state.alarms[0]?.told.p?.status).toBe('lost');
    const later = epochSeconds(START + 86_400 + 4 * 3600);
    const { change } = transition(state, [evaluation([observation(later)])], later, SETTINGS);
    expect(change.messages).toMatchObject([{ items: [{ news: 'firing' }] }]);
  });

  it('waits as long as the receiver asks for, up to an hour', () => {
    expect(attempts(failed('rate-limited', 17), 3).at).toEqual([0, 17, 34]);
    expect(attempts(failed('rate-limited', 86_400), 3).at).toEqual([0, 3600, 7200]);
  });

  it('that is rejected for itself goes as plain text and soon makes way', () => {
    const { at: times, state } = attempts(failed('rejected'));
    expect(times).toHaveLength(3);
    expect(state.queue).toEqual([]);
    const once = settle(queued(), 1, failed('rejected'), START, 0);
    expect(once.messages).toMatchObject([{ plain: true }]);
  });

  it('that a person must mend is looked at slowly', () => {
    expect(attempts(failed('refused'), 3).at).toEqual([0, 300, 600]);
  });

  it('is claimed by one at a time, and again when the claim has run out', () => {
    const state = queued();
    const first = claim(state, 'p', START);
    const held = applied(state, first.change);
    expect(claim(held, 'p', epochSeconds(START + LEASE_SECONDS - 1)).message).toBeNull();
    expect(claim(held, 'p', epochSeconds(START + LEASE_SECONDS)).message).toMatchObject({
      id: 1,
      attempts: 2,
    });
    expect(claim(held, 'other', START).message).toBeNull();
  });

  it('is not ended by a clock that jumps ahead, nor held up by one that is set back', () => {
    const state = queued();
    const ahead = epochSeconds(START + 40 * 86_400);
    const claimed = applied(state, claim(state, 'p', ahead).change);
    const after = applied(claimed, settle(claimed, 1, failed('server'), ahead, 1));
    expect(after.queue).toHaveLength(1);
    expect(claim(after, 'p', START).message).toMatchObject({ id: 1 });
  });

  it('is not changed by an outcome that comes after its end', () => {
    const state = queued();
    const done = applied(state, settle(state, 1, { kind: 'delivered' }, START, 0));
    expect(settle(done, 1, failed('server'), START, 0).messages).toEqual([]);
  });
});
