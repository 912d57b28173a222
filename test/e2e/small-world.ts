/**
 * Two months of a small company, the same on every run: weekdays are busy, one role's agent starts in November.
 * @module
 */
import { isoInstant } from '../../src/domain/time.ts';
import type { InvocationFact } from '../../src/domain/usage.ts';
import { at, fact } from '../support.ts';

export const NOW = at('2026-11-20T12:30:00Z');
const FIRST = at('2026-09-28T00:00:00Z');

/** Who calls what, how much in a busy hour, and since when. */
const CALLERS = [
  [
    'assumed-role/support-assistant/web',
    'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    40_000,
    2_000,
    '2026-09-28',
  ],
  [
    'assumed-role/claims-triage/agent-7',
    'us.anthropic.claude-opus-4-5-20251101-v1:0',
    30_000,
    4_000,
    '2026-11-09',
  ],
  [
    'assumed-role/ticket-router/lambda',
    'anthropic.claude-haiku-4-5-20251001-v1:0',
    60_000,
    3_000,
    '2026-09-28',
  ],
  ['assumed-role/catalogue-batch/job', 'amazon.nova-lite-v1:0', 900_000, 90_000, '2026-09-28'],
  ['assumed-role/search-indexer/job', 'amazon.titan-embed-text-v2:0', 800_000, 0, '2026-09-28'],
  ['user/dana', 'amazon.nova-9-preview-v1:0', 5_000, 500, '2026-11-16'],
  ['assumed-role/<img src=x onerror=alert(1)>/x', 'amazon.nova-pro-v1:0', 9_000, 900, '2026-11-01'],
] as const;

/** One call per caller and hour: enough for every number, few enough to be quick. */
export function smallWorld(): InvocationFact[] {
  const facts: InvocationFact[] = [];
  for (let time = FIRST; time < NOW; time = at(isoInstant((time + 3600) as typeof time))) {
    const date = new Date(time * 1000);
    const busy = date.getUTCDay() % 6 === 0 ? 0.15 : 1;
    const daily = Math.max(0, Math.sin(((date.getUTCHours() - 5) / 16) * Math.PI)) * busy;
    if (daily === 0) continue;
    for (const [who, modelId, input, output, since] of CALLERS) {
      if (time < at(since)) continue;
      const arn = who.startsWith('user')
        ? `arn:aws:iam::111122223333:${who}`
        : `arn:aws:sts::111122223333:${who}`;
      const cached = modelId.includes('claude') ? Math.round(input * daily * 2) : 0;
      facts.push(
        fact({
          at: isoInstant((time + 600) as typeof time),
          ...{ modelId, arn, tags: { team: who.includes('claims') ? 'claims' : 'support' } },
          tokens: { input: Math.round(input * daily), output: Math.round(output * daily), cacheRead: cached },
          errorCode: facts.length % 97 === 0 ? 'ThrottlingException' : null,
        }),
      );
    }
  }
  return facts;
}
