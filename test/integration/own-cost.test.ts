/**
 * What the default set-up asks of AWS: counted as AWS counts it, and under five dollars a month.
 */
import { describe, expect, it } from 'vitest';
import { watchFor } from './ledger/own-cost.ts';

describe('the default set-up, twenty models in each of two Regions', () => {
  it('counts every attempt that AWS sees, and costs less than $5 a month', async () => {
    const { product, counted, simulated, simulatedUsdPerMonth, models } = await watchFor(0.5);
    expect(models).toHaveLength(2);
    expect(models[0]).toBeGreaterThanOrEqual(20);
    expect(counted).toEqual(simulated);
    expect(Object.keys(counted).length).toBeGreaterThan(15);
    // A poll a minute, day and night, in both Regions.
    expect(counted['cloudwatch-logs FilterLogEvents']?.calls).toBeGreaterThan(2 * 12 * 60);
    expect(Number(product.usdPerMonth)).toBeCloseTo(simulatedUsdPerMonth, 6);
    expect(simulatedUsdPerMonth).toBeGreaterThan(1);
    expect(simulatedUsdPerMonth).toBeLessThan(5);
  }, 180_000);

  it('counts the calls of roles, of S3 and of the bill, too', async () => {
    const role = { arn: 'arn:aws:iam::444455556666:role/bedrock-meter', externalId: 'bedrock-meter' };
    const sources = { bill: true, quotas: false };
    const accounts = [{ name: 'engineering', regions: ['us-west-2'], role, sources }];
    const { counted, simulated } = await watchFor(0.25, accounts);
    expect(counted).toEqual(simulated);
    for (const name of [
      'sts AssumeRole',
      's3 ListObjectsV2',
      's3 GetObject',
      'cost-explorer GetCostAndUsage',
    ]) {
      expect([name, counted[name]?.calls]).toEqual([name, expect.any(Number)]);
    }
  }, 120_000);
});
