/**
 * Quotas end to end: a simulated account's listings, logs and metrics, collected and judged by the command line.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SOURCES } from '../aws-simulator/world/accounts.ts';
import { json } from './cli.ts';
import { type Bench, engineering, NOW, SHOP, shop, startBench } from './daemon/support.ts';

const SONNET45 = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const LOOKBACK_HOURS = 12;

interface Row {
  readonly quotaCode: string;
  readonly region: string;
  readonly state: string;
  readonly status: string;
  readonly models: readonly string[];
  readonly utilization: { readonly peak: number | null };
  readonly applied: number | null;
  readonly default: number | null;
}

describe('quota', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await startBench('quota');
    bench.configure([shop(), engineering({ regions: ['us-west-2', 'us-east-1'] })], {
      collect: { awsCallsPerSecond: 500, firstLookback: `${LOOKBACK_HOURS}h` },
    });
    const { code, stderr } = await bench.run('collect', '--once');
    expect([code, stderr]).toEqual([expect.toBeOneOf([0, 3]), expect.any(String)]);
  });
  afterAll(() => bench.close());

  it('judges what was collected: holds, use, and Regions that only metrics see', async () => {
    const result = await bench.run('quota', '--json');
    expect(result.code).toBe(0);
    const { quotas } = json(result) as { quotas: Row[] };
    const of = (code: string, region: string) =>
      quotas.find((row) => row.quotaCode === code && row.region === region);
    // The simulator applies 0 there.
    expect(of('L-F4DDD3EB', 'us-east-1')).toBeDefined();
    const hold = quotas.filter(({ state }) => state === 'hold');
    expect(hold.length).toBeGreaterThan(0);
    for (const row of hold) expect(row).toMatchObject({ applied: 0, region: 'us-east-1' });
    // Engineering's us-east-1 has no logs: Haiku 4.5 there is known from metrics alone.
    const dark = quotas.filter(
      ({ quotaCode, region, utilization }) =>
        quotaCode === 'L-58BE175A' && region === 'us-east-1' && (utilization.peak ?? 0) > 0,
    );
    expect(dark.length).toBeGreaterThan(0);
    // Every inference quota of the simulator is mapped, or says why not.
    for (const row of quotas) {
      if (row.status === 'mapped') continue;
      expect(row).toMatchObject({ state: 'unmapped', reason: expect.any(String) });
    }
    expect(quotas.filter(({ status }) => status === 'mapped').length).toBeGreaterThan(40);
  });

  it('has the peaks of the calls that were made, to the token', async () => {
    // Sonnet 4.5 is called through the ARN of its geographic profile, by one agent; output counts five times.
    const from = NOW - LOOKBACK_HOURS * 3600;
    const hours = bench.simulator.world.hours({ from, to: NOW });
    const calls = hours
      .flatMap((hour) => bench.simulator.world.callsOf(hour, SOURCES.shopEast))
      .filter(({ at, modelId }) => at >= from && at < NOW && modelId.endsWith(`/us.${SONNET45}`));
    const settled = new Map<number, number>();
    const reserved = new Map<number, number>();
    for (const { at, tokens, maxTokens } of calls) {
      const minute = Math.floor(at / 60);
      const add = (to: Map<number, number>, n: number) => to.set(minute, (to.get(minute) ?? 0) + n);
      add(settled, tokens.input + tokens.cacheWrite + 5 * tokens.output);
      add(reserved, tokens.input + tokens.cacheRead + tokens.cacheWrite + (maxTokens ?? 0));
    }
    expect(calls.length).toBeGreaterThan(10);
    const { quotas } = json(
      await bench.run('quota', '--json', '--account', SHOP, '--region', 'us-east-1'),
    ) as {
      quotas: (Row & { reservedUtilization: number })[];
    };
    const row = quotas.find(({ quotaCode }) => quotaCode === 'L-F4DDD3EB');
    const tokens = (share: number | null | undefined) => Math.round((share ?? 0) * (row?.applied ?? 0));
    expect(tokens(row?.utilization.peak)).toBe(Math.max(...settled.values()));
    expect(tokens(row?.reservedUtilization)).toBe(Math.max(...reserved.values()));
  });

  it('prints a table, one Region alone, and refuses what it does not know', async () => {
    const text = await bench.run('quota', '--region', 'us-west-2');
    expect(text.stdout).toMatch(/state +quota/);
    expect(text.stdout).not.toContain('us-east-1');
    const wrong = await bench.run('quota', '--window', '5m');
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringContaining('--window 5m: not 1h, 24h or 7d'),
    ]);
  });

  it('explains names from a file, in order, without a word on stdout besides', async () => {
    const { cli } = await import('./cli.ts');
    const names =
      'Cross-region model inference tokens per minute for Anthropic Claude Haiku 4.5\r\n\nAgents per account\n';
    const found = await cli(['quota', '--explain-names', '-', '--json'], {
      cwd: bench.folder,
      stdin: names,
    });
    expect(json(found)).toEqual([
      expect.objectContaining({ status: 'mapped', model: 'anthropic.claude-haiku-4-5-20251001-v1:0' }),
      expect.objectContaining({ name: 'Agents per account', status: 'unmapped' }),
    ]);
    const missing = await cli(['quota', '--explain-names', 'no-such-file'], { cwd: bench.folder });
    expect([missing.code, missing.stderr]).toEqual([
      2,
      expect.stringContaining('no-such-file: cannot be read'),
    ]);
  });
});
