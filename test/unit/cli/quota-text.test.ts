import { describe, expect, it } from 'vitest';
import type { QuotaAnswer, QuotaRow } from '../../../src/answers/quota.ts';
import { quotaText } from '../../../src/cli/quota-text.ts';
import { assess, CROSS_TPM, listed, logs, SONNET45, START } from '../analysis/quota/support.ts';

const answer = (callers: QuotaRow['callers']): QuotaAnswer => {
  const demand = [
    logs(`us.${SONNET45}`, { 1430: { calls: 4, input: 20_000, output: 8_000, maxTokens: 256_000 } }),
  ];
  const statuses = assess(listed({ name: CROSS_TPM }, { name: CROSS_TPM.replace('Cross', 'Global cross') }), {
    demand,
  });
  const timeToThrottle = { days: 52.8, low: 40.2, high: null, weeklyGrowth: 0.1, weeks: 8 };
  const probability = { hour: 0.004, day: 0.25, week: null };
  return {
    now: START,
    window: 'day',
    rows: statuses.map((status) => ({ ...status, callers, timeToThrottle, probability })),
    places: [{ account: '111122223333', region: 'us-east-1', until: START / 60 }],
    others: 7,
    unidentified: [{ account: '111122223333', region: 'us-east-1', modelId: 'x\u001b[2J' }],
  };
};

describe('quotaText', () => {
  it('says what is wrong, because of whom, and when it will be full', () => {
    const caller = { principal: 'arn:x\nOK', agent: null, calls: 4, throttled: 0, amount: 1, share: 0.75 };
    const text = quotaText(answer([caller]), false);
    expect(text).toContain(
      'reservations peak at 138 % while settled tokens peak at 30 %; callers: arn:x\ufffdOK 75 %',
    );
    expect(text).toContain('; probability of reaching the limit: 25 % within the day; growing');
    expect(text).toContain('full in about 53 days (40 days to years)');
    expect(text).toContain('1 quota without traffic not shown (--all); 7 more on other things');
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('Global');
    expect(quotaText(answer(null), true)).toContain('Global');
  });

  it('names a calm quota that may be reached within the day, and no other calm one', () => {
    const calm = (day: number) => {
      const known = answer(null);
      const probability = { hour: 0.004, day, week: null };
      return quotaText(
        { ...known, rows: known.rows.map((row) => ({ ...row, state: 'ok', probability })) },
        false,
      );
    };
    expect(calm(0.12)).toContain('probability of reaching the limit: 12 % within the day');
    expect(calm(0.09)).not.toContain('probability');
  });

  it('says what to do while nothing is known', () => {
    expect(quotaText({ ...answer(null), places: [] }, false)).toContain('bedrock-meter collect --once');
  });
});
