/**
 * What the same usage would have cost on another model, scope or tier, or in batch. Pure.
 * @module
 */
import { costOf, type PriceBook, type Priced } from '../../pricing/index.ts';
import type { SkuUsage } from '../domain/measures.ts';
import type { ModelRef } from '../domain/model-id.ts';
import { addUsd, type NanoUsd, nanoUsd, ZERO_USD } from '../domain/money.ts';
import type { Quantities } from '../domain/quantities.ts';
import { type ServiceTier, type Sku, STANDARD_TIER, TOKEN_UNIT } from '../domain/sku.ts';
import { startOfDay } from '../domain/time.ts';

/** What to price the usage as; what is not named stays as it was. */
export interface WhatIfTarget {
  readonly model?: ModelRef | undefined;
  readonly tier?: ServiceTier | undefined;
  readonly batch?: boolean | undefined;
}

/** One model id in one Region, as it was and as it would be. */
export interface WhatIfRow {
  readonly modelId: string;
  readonly region: string;
  readonly invocations: number;
  readonly tokens: number;
  /** As stored; null where nothing of it had a price. */
  readonly cost: NanoUsd | null;
  /** Null where the target has no price for it. */
  readonly costAs: NanoUsd | null;
  readonly reason: string | null;
}

export interface WhatIf {
  readonly rows: readonly WhatIfRow[];
  /** Over the rows that have both costs. */
  readonly total: { readonly cost: NanoUsd; readonly costAs: NanoUsd; readonly saving: NanoUsd };
  readonly assumptions: readonly string[];
}

type Row = { -readonly [K in keyof WhatIfRow]: WhatIfRow[K] } & { priced: NanoUsd; pricedAs: NanoUsd };

/**
 * Prices usage as the target; as it was, units too, where the target names nothing. Rows that the target cannot price are listed with
 * the reason, and not in the total.
 */
export function whatIf(usage: readonly SkuUsage[], target: WhatIfTarget, book: PriceBook): WhatIf {
  const rows = new Map<string, Row>();
  const changed = Object.values(target).some((part) => part !== undefined);
  const assumptions = new Set<string>(changed ? ALWAYS : []);
  for (const one of usage) {
    if (changed && one.sku.unit !== TOKEN_UNIT) {
      assumptions.add('Images, video, queries and guardrail units are left out: they do not carry over.');
      continue;
    }
    const row = rowOf(rows, one);
    row.invocations += one.invocations;
    row.tokens += tokensIn(one.quantities);
    row.priced = addUsd(row.priced, one.cost);
    const sku = targetSku(one.sku, target);
    if (sku.batch && leavesTier(one.sku, sku)) assumptions.add(BATCH_HAS_NO_TIER);
    const found = book.lookup(sku, startOfDay(one.day));
    if (found.status === 'unpriced') {
      row.reason ??= found.detail;
      continue;
    }
    const moved = changed ? withoutMissingKinds(one.quantities, found, assumptions) : one.quantities;
    const { cost, reason } = costOf(found, moved);
    if (reason !== null) row.reason ??= `no price for all kinds of this usage (${reason})`;
    const parts = [cost.input, cost.output, cost.cacheRead, cost.cacheWrite, cost.units];
    row.pricedAs = parts.reduce(addUsd, row.pricedAs);
  }
  return { ...settle([...rows.values()]), assumptions: [...assumptions] };
}

const ALWAYS = [
  'Token counts are taken over as they are; another tokeniser would count the same text differently.',
];

const BATCH_HAS_NO_TIER =
  'A batch job has no service tier and no latency mode: usage that had one is priced as plain batch.';

const leavesTier = (from: Sku, to: Sku): boolean => from.tier !== to.tier || from.latency !== to.latency;

function rowOf(rows: Map<string, Row>, { modelId, sku }: SkuUsage): Row {
  const key = `${modelId}\n${sku.region}`;
  let row = rows.get(key);
  if (!row) {
    row = {
      modelId,
      region: sku.region,
      invocations: 0,
      tokens: 0,
      cost: null,
      costAs: null,
      reason: null,
      priced: ZERO_USD,
      pricedAs: ZERO_USD,
    };
    rows.set(key, row);
  }
  return row;
}

function targetSku(sku: Sku, { model, tier, batch }: WhatIfTarget): Sku {
  return {
    ...sku,
    ...(model ? { model: model.base, scope: model.scope, latency: 'standard' } : {}),
    ...(batch === undefined ? {} : { batch }),
    ...(batch ? { tier: STANDARD_TIER, latency: 'standard' } : {}),
    ...(tier === undefined ? {} : { tier }),
  };
}

/** Kinds that the target does not sell, as what they would be there: plain input, or a write for its own time. */
function withoutMissingKinds(
  quantities: Quantities,
  { rates }: Priced,
  assumptions: Set<string>,
): Quantities {
  const moved = { ...quantities };
  for (const kind of ['cacheWrite5m', 'cacheWrite30m', 'cacheWrite1h', 'cacheWrite'] as const) {
    if (moved[kind] === 0 || rates[kind] !== null) continue;
    if (kind !== 'cacheWrite' && rates.cacheWrite !== null) {
      moved.cacheWrite += moved[kind];
      assumptions.add(
        'Cache writes for a time that the target does not sell are priced at its default time.',
      );
    } else {
      moved.input += moved[kind];
      assumptions.add('Where the target sells no caching, cached tokens are priced as plain input.');
    }
    moved[kind] = 0;
  }
  if (moved.cacheRead > 0 && rates.cacheRead === null) {
    moved.input += moved.cacheRead;
    moved.cacheRead = 0;
    assumptions.add('Where the target sells no caching, cached tokens are priced as plain input.');
  }
  return moved;
}

function settle(rows: readonly Row[]): Omit<WhatIf, 'assumptions'> {
  const settled = rows.map(({ priced, pricedAs, ...row }): WhatIfRow => {
    const cost = priced === 0n && row.tokens > 0 ? null : priced;
    return { ...row, cost, costAs: row.reason === null ? pricedAs : null };
  });
  let [cost, costAs] = [ZERO_USD, ZERO_USD];
  for (const row of settled) {
    if (row.cost === null || row.costAs === null) continue;
    cost = addUsd(cost, row.cost);
    costAs = addUsd(costAs, row.costAs);
  }
  const saving = nanoUsd(cost - costAs);
  return { rows: settled.toSorted((a, b) => compareCost(b, a)), total: { cost, costAs, saving } };
}

function compareCost(a: WhatIfRow, b: WhatIfRow): number {
  const [x, y] = [a.cost ?? -1n, b.cost ?? -1n];
  return x < y ? -1 : x > y ? 1 : a.tokens - b.tokens;
}

function tokensIn(q: Quantities): number {
  const { units: _, ...tokens } = q;
  return Object.values(tokens).reduce((sum, n) => sum + n, 0);
}
