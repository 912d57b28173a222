/**
 * Price lookups a second, beside the plainest way there is: a Map by one concatenated key.
 * @module
 */
import { createRater, loadPriceBook } from '../../pricing/index.ts';
import { regionId } from '../../src/domain/ids.ts';
import type { Sku } from '../../src/domain/sku.ts';
import { parseInstant } from '../../src/domain/time.ts';
import { median, report, say } from './report.ts';

const LOOKUPS = 2_000_000;
/** A few hundred SKUs in turn, so that no single answer stays in a register. */
const SKUS_IN_TURN = 400;

/** Measures `runs` times, and checks on the way that every answer is the one the first pass gave. */
export async function benchLookup(runs: number): Promise<void> {
  const book = loadPriceBook();
  const at = parseInstant('2026-11-20T00:00:00Z');
  if (at === undefined) throw new Error('the benchmark names no instant');
  const skus = book.rows
    .filter((row) => row.unit === null && row.from <= at && at < row.to && row.rateClass === 'standard')
    .map(
      (row): Sku => ({
        model: row.model,
        scope: row.scope === 'regional' ? 'geo' : row.scope,
        region: regionId(row.regions[0] ?? ''),
        tier: 'standard',
        latency: 'standard',
        band: row.bands[0] ?? 0,
        batch: false,
        unit: 'token',
      }),
    )
    .slice(0, SKUS_IN_TURN);
  const keyOf = (sku: Sku) =>
    `${sku.model}|${sku.scope}|${sku.region}|${sku.tier}|${sku.latency}|${sku.band}|${sku.unit}`;
  const answers = skus.map((sku) => book.lookup(sku, at));
  if (skus.length < SKUS_IN_TURN || answers.some((answer) => answer.status !== 'priced')) {
    throw new Error('the price book does not price the benchmark');
  }
  const map = new Map(skus.map((sku, i) => [keyOf(sku), answers[i]]));
  const time = (answer: (sku: Sku) => unknown): number => {
    const began = performance.now();
    let right = 0;
    for (let i = 0; i < LOOKUPS; i += 1) {
      const n = i % SKUS_IN_TURN;
      const sku = skus[n];
      if (sku !== undefined && answer(sku) === answers[n]) right += 1;
    }
    if (right !== LOOKUPS) throw new Error(`${LOOKUPS - right} lookups gave another answer`);
    return (performance.now() - began) / 1000;
  };
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    ours.push(time((sku) => book.lookup(sku, at)));
    theirs.push(time((sku) => map.get(keyOf(sku))));
  }
  const perSecond = LOOKUPS / median(ours);
  say(`lookup: ${(perSecond / 1e6).toFixed(1)} M/s, ${createRater(book).version}`);
  report({
    bench: 'price-lookup',
    value: perSecond,
    unit: 'lookups/s',
    baseline: 'Map by one concatenated key',
    ratio: median(ours) / median(theirs),
    of: 'wall time',
  });
}
