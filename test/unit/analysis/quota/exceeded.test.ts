import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoInstant } from '../../../../src/domain/time.ts';
import { assess, CROSS_RPM, CROSS_TPM, listed, metric, SONNET45, START, timeOf } from './support.ts';

const US = `us.${SONNET45}`;
/** Ten requests a minute, and tokens that nobody fills. */
const QUOTAS = listed({ name: CROSS_RPM, applied: 10 }, { name: CROSS_TPM, applied: 5e6 });

/** Calls accepted and refused from a minute on. */
function judged(accepted: readonly number[], throttled: readonly number[] = [], quotas = QUOTAS) {
  const from = 1380;
  const minutes = (values: readonly number[]) =>
    Object.fromEntries(values.map((value, i) => [from + i, value]));
  return assess(quotas, {
    metrics: [
      metric('Invocations', US, minutes(accepted)),
      metric('InvocationThrottles', US, minutes(throttled)),
    ],
  });
}

describe('requests beyond a listed limit', () => {
  it('that AWS accepts show that it is not in force', () => {
    // 70 in five minutes; a limit of ten that saves up a minute lets 60 through.
    const [rpm] = judged([14, 14, 14, 14, 14]);
    expect(rpm).toMatchObject({
      state: 'watch',
      why: 'requests peak at 140 %; AWS accepts more than it lists',
      exceeded: { minutes: 5, highest: 14 },
      windows: { day: { utilization: { peak: 1.4 }, minutesOver95: 5 } },
    });
    expect(rpm?.exceeded && isoInstant(rpm.exceeded.lastAt)).toBe(timeOf(1384));
    expect(rpm?.notes.join(' ')).toMatch(/Not enforced as listed.*up to 14 requests.*none was throttled/);
  });

  it('are none yet where a limit with a minute saved up lets them through', () => {
    // 60 in five minutes; 50 in two.
    for (const accepted of [
      [12, 12, 12, 12, 12],
      [25, 25],
    ]) {
      const [rpm] = judged(accepted);
      expect(rpm).toMatchObject({ state: 'critical', exceeded: null });
    }
  });

  it('prove nothing where calls were refused, or under another value', () => {
    expect(judged([14, 14, 14, 14, 14], [0, 0, 1])[0]).toMatchObject({ exceeded: null });
    const since = listed({ name: CROSS_RPM, applied: 10, appliedSince: START + 1383 * 60 } as never);
    expect(judged([14, 14, 14, 14, 14], [], since)[0]).toMatchObject({ state: 'critical', exceeded: null });
  });

  it('are not blamed for calls that are refused later', () => {
    const [rpm, tpm] = judged([14, 14, 14, 14, 14, 0, 9], [0, 0, 0, 0, 0, 0, 3]);
    expect([rpm?.state, rpm?.likelyThrottle]).toEqual(['watch', false]);
    expect([tpm?.state, tpm?.likelyThrottle]).toEqual(['throttling', true]);
  });

  it('never come from a limit that is in force, whatever is asked of it', () => {
    const demand = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(demand, fc.boolean(), (asked, tells) => {
        // A bucket of ten tokens, filled all the time at ten a minute, emptied at the worst moments.
        let saved = 10;
        const minutes = asked.map((count) => {
          const accepted = Math.min(count, saved + 10);
          saved = Math.min(10, saved + 10 - accepted);
          return { accepted, refused: count - accepted };
        });
        const refused = tells ? minutes.map((one) => one.refused) : [];
        const [rpm] = judged(
          minutes.map(({ accepted }) => accepted),
          refused,
        );
        expect(rpm?.exceeded).toBe(null);
      }),
    );
  });
});
