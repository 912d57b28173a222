/**
 * The bill by the files of an export against the bill by Cost Explorer and the simulator's own.
 * @module
 */
import { afterEach, describe, expect, it } from 'vitest';
import { createBillCollector, createCurCollector } from '../../../collectors/index.ts';
import type { BillRow } from '../../../src/domain/bill.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import { nanoUsd } from '../../../src/domain/money.ts';
import { dayOf, type EpochDay, epochSeconds, isoDay } from '../../../src/domain/time.ts';
import { billOf } from '../../aws-simulator/server/cost-explorer/bill-day.ts';
import { billBucketOf, EXPORT } from '../../aws-simulator/server/s3/bill-bucket.ts';
import { SOURCES } from '../../aws-simulator/world/index.ts';
import { type Bench, NOW, openBench } from './bench.ts';

const DAY = 86_400;
const EAST = SOURCES.shopEast;
const place = { account: accountId(EAST.account), region: regionId('us-east-1') };
const ALWAYS = { from: epochSeconds(0), to: epochSeconds(NOW + 400 * DAY) };
const TODAY = dayOf(epochSeconds(NOW));

let bench: Bench;
const told: string[] = [];
afterEach(async () => {
  told.splice(0);
  await bench.close();
});

interface Extra {
  readonly both?: boolean;
  readonly bucket?: string;
  readonly prefix?: string;
  readonly exportName?: string;
}

function cur({ both = false, ...extra }: Extra = {}) {
  const { s3 } = bench.clients(EAST.account, EXPORT.region);
  return createCurCollector({
    ...{ ...place, client: s3, bucket: billBucketOf(EAST.account) },
    ...{ prefix: `${EXPORT.prefix}/`, exportName: EXPORT.name },
    tell: (what) => told.push(what),
    ...(both ? { costExplorer: explorer() } : {}),
    ...extra,
  });
}
const explorer = () =>
  createBillCollector({ ...place, client: bench.clients(EAST.account, 'us-east-1').costs });

/** Without what the two sources say differently: the unit, and what is provisional. */
const plain = ({ day, region, service, usageType, quantity, unblendedCost }: BillRow) =>
  `${isoDay(day)} ${region} ${service} ${usageType} ${quantity} ${unblendedCost}`;

/** Dollars as the simulator bills them: picodollars rounded half up, once for each row. */
function truth(from: EpochDay, to: EpochDay, now = bench.aws.clock.now() / 1000): string[] {
  const rows: string[] = [];
  for (let day = from; day < to; day++) {
    for (const line of billOf(bench.aws, EAST.account, day * DAY, now)) {
      if (!line.service.includes('Bedrock')) continue;
      const { region, service, usageType, quantityMicro, pico } = line;
      const quantity = `${quantityMicro / 1_000_000n}.${String(quantityMicro % 1_000_000n).padStart(6, '0')}`
        .replace(/0+$/, '')
        .replace(/\.$/, '');
      rows.push(
        `${isoDay(day as EpochDay)} ${region} ${service} ${usageType} ${quantity} ${(pico + 500n) / 1000n}`,
      );
    }
  }
  return rows.sort();
}

const stored = async () => (await bench.store.bill(ALWAYS)).map(plain).sort();
const bogus = (day: EpochDay): BillRow => ({
  ...{ account: EAST.account, region: 'unknown', day, service: 'Amazon Bedrock', usageType: 'USE1-Gone' },
  ...{ quantity: '1', unit: 'N/A', unblendedCost: nanoUsd(1n), provisional: true },
});

describe('an export', () => {
  it('says what Cost Explorer says, and what the simulator billed', async () => {
    bench = await openBench({ days: 9 });
    expect(await bench.run(cur())).toBeUndefined();
    // The morning's refresh has all of the days before yesterday.
    const whole = (TODAY - 2) as EpochDay;
    const until = (rows: readonly BillRow[]) =>
      rows
        .filter(({ day }) => day < whole)
        .map(plain)
        .sort();
    const byCur = until(await bench.store.bill(ALWAYS));
    expect(byCur.length).toBeGreaterThan(100);
    expect(byCur).toEqual(truth((TODAY - 30) as EpochDay, whole));
    const other = await openBench({ days: 9 });
    for await (const batch of explorer().readRange(
      { from: epochSeconds(NOW - 20 * DAY), to: epochSeconds(NOW) },
      other.context,
    ))
      await other.commit(explorer(), batch);
    const byExplorer = until(await other.store.bill(ALWAYS));
    await other.close();
    expect(byCur).toEqual(byExplorer);
    const rows = await bench.store.bill(ALWAYS);
    expect(rows.every(({ provisional }) => provisional)).toBe(true);
    expect(new Set(rows.map(({ unit }) => unit))).toEqual(new Set(['1K tokens', 'Units']));
    expect(new Set(rows.map(({ service }) => service)).size).toBeGreaterThan(2);
    expect(told).toEqual([]);
  });

  it('is read again only when it was refreshed, and then replaces what is gone', async () => {
    bench = await openBench({ days: 9 });
    await bench.run(cur());
    const got = bench.aws.calls.total('s3', 'GetObject');
    expect(await bench.run(cur())).toBeUndefined();
    expect(bench.aws.calls.total('s3', 'GetObject')).toBe(got);
    await bench.store.putBill([bogus((TODAY - 3) as EpochDay), bogus((TODAY - 200) as EpochDay)]);
    bench.advance(DAY);
    expect(await bench.run(cur())).toBeUndefined();
    const rows = await bench.store.bill(ALWAYS);
    expect(rows.filter(({ usageType }) => usageType === 'USE1-Gone').map(({ day }) => day)).toEqual([
      TODAY - 200,
    ]);
    expect(
      rows
        .filter(({ day }) => day > TODAY - 30 && day < TODAY - 1)
        .map(plain)
        .sort(),
    ).toEqual(truth((TODAY - 30) as EpochDay, (TODAY - 1) as EpochDay));
  });

  it('is final a week after its month', async () => {
    bench = await openBench({ days: 12 });
    await bench.run(cur());
    // Twenty days on it is the 10th of December.
    bench.advance(20 * DAY);
    expect(await bench.run(cur())).toBeUndefined();
    const months = Map.groupBy(await bench.store.bill(ALWAYS), ({ day }) => isoDay(day).slice(0, 7));
    expect(months.get('2026-11')?.every(({ provisional }) => !provisional)).toBe(true);
    expect(months.get('2026-12')?.every(({ provisional }) => provisional)).toBe(true);
    expect((months.get('2026-11') ?? []).map(plain).sort()).toEqual(
      truth((TODAY - 19) as EpochDay, (TODAY + 11) as EpochDay),
    );
  });

  it.each([1, 2, 3])('is read whole after a kill (%i)', async (after) => {
    bench = await openBench({ days: 35, rate: 10 });
    await bench.runAndKill(cur(), after);
    expect(await bench.run(cur())).toBeUndefined();
    expect((await stored()).filter((row) => row < isoDay((TODAY - 2) as EpochDay))).toEqual(
      truth((TODAY - 60) as EpochDay, (TODAY - 2) as EpochDay),
    );
  });

  it('with everything going wrong ends up the same', async () => {
    bench = await openBench({ days: 9 });
    const kinds = ['throttling', 'internal-error', 'reset', 'truncated', 'html', 'access-denied'] as const;
    for (const kind of kinds) bench.aws.faults.add({ kind, service: 's3', probability: 0.08 });
    const outcomes = new Set<string>();
    for (let i = 0; i < 40; i++) outcomes.add((await bench.run(cur()))?.kind ?? 'well');
    bench.aws.faults.clear();
    expect(outcomes.size).toBeGreaterThan(2);
    expect(await bench.run(cur())).toBeUndefined();
    expect((await stored()).filter((row) => row < isoDay((TODAY - 2) as EpochDay))).toEqual(
      truth((TODAY - 30) as EpochDay, (TODAY - 2) as EpochDay),
    );
  });
});

describe('an export beside Cost Explorer', () => {
  it('has its days to itself; the others are Cost Explorer’s, and no day is said twice', async () => {
    bench = await openBench({ days: 9 });
    await bench.run(explorer());
    // Half past five, before the morning's refresh: the export ends with the day before yesterday.
    bench.advance(14 * 3600);
    expect(await bench.run(cur({ both: true }))).toBeUndefined();
    const rows = await bench.store.bill(ALWAYS);
    const isExplorers = (day: number) => [
      ...new Set(rows.filter((row) => row.day === day).map(({ unit }) => unit === 'N/A')),
    ];
    expect([isExplorers(TODAY - 1), isExplorers(TODAY)]).toEqual([[false], [true]]);
    // The export is looked at again and has the day by then; Cost Explorer is asked once a day at most.
    const asked = bench.aws.calls.total('ce');
    expect(asked).toBeGreaterThan(1);
    bench.advance(6 * 3600);
    expect(await bench.run(cur({ both: true }))).toBeUndefined();
    const later = await bench.store.bill(ALWAYS);
    expect(later.some(({ day }) => day === TODAY)).toBe(true);
    expect(later.filter(({ unit }) => unit === 'N/A')).toEqual([]);
    const keys = later.map(({ day, service, usageType }) => `${day} ${service} ${usageType}`);
    expect(new Set(keys).size).toBe(keys.length);
    // Nothing is left to ask for when the export has all days.
    bench.advance(DAY);
    expect(await bench.run(cur({ both: true }))).toBeUndefined();
    expect(bench.aws.calls.total('ce')).toBe(asked);
  });

  it('that cannot be read leaves the bill to Cost Explorer, and is told', async () => {
    bench = await openBench({ days: 6 });
    bench.aws.permissions.allowOnly(['ce:GetCostAndUsage']);
    expect(await bench.run(cur({ both: true }))).toMatchObject({
      kind: 'denied',
      hint: expect.stringContaining('"Action":"s3:ListBucket","Resource":"arn:aws:s3:::billing-exports-'),
    });
    expect((await bench.store.bill(ALWAYS)).length).toBeGreaterThan(10);
  });
});

describe('what is no export', () => {
  it.each<[string, Extra, RegExp, RegExp]>([
    ['a bucket that is not there', { bucket: 'none-of-ours' }, /NoSuchBucket/, /bill\.cur\.bucket/],
    [
      'another name',
      { exportName: 'other' },
      /no CUR 2\.0 export under exports\/finance\/other\/metadata\//,
      /exportName/,
    ],
  ])('is told: %s', async (_, extra, message, hint) => {
    bench = await openBench({ days: 3 });
    const fault = await bench.run(cur(extra));
    expect(fault).toMatchObject({ kind: 'absent' });
    expect(fault?.message).toMatch(message);
    expect(fault?.hint).toMatch(hint);
  });
});
