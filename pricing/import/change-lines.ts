/**
 * Price updates as lines for people: Regions that share everything else are one line.
 * @module
 */
import { formatRate } from '../../src/domain/money.ts';
import { isoInstant } from '../../src/domain/time.ts';
import { CATALOG_UNITS } from '../unit-rule.ts';
import type { PriceUpdate } from './compare.ts';
import { bandText, meterText } from './listed-price.ts';
import type { ChangeLine } from './version.ts';

/** Sorted by model, scope, class, prompt size and kind. */
export function changeLines(updates: readonly PriceUpdate[]): ChangeLine[] {
  const lines = new Map<string, ChangeLine>();
  for (const update of updates) {
    const { regions, ...line } = lineOf(update);
    const key = JSON.stringify(line);
    const known = lines.get(key);
    if (known) known.regions.push(...regions);
    else lines.set(key, { ...line, regions });
  }
  return [...lines]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, line]) => ({ ...line, regions: line.regions.sort() }));
}

/** Prices are shown per million tokens, or for one unit. */
export const grainOf = ({ unit }: Pick<PriceUpdate, 'unit'>): number =>
  unit === null ? 1_000_000 : CATALOG_UNITS[unit.unit].size;

function lineOf(update: PriceUpdate): ChangeLine {
  const per = grainOf(update);
  return {
    model: update.model,
    scope: update.scope,
    tier: update.rateClass,
    prompt: bandText(update.bands),
    kind: meterText(update),
    regions: [update.region],
    old: update.old === null ? null : formatRate(update.old, per),
    new: formatRate(update.rate, per),
    oldSource: update.oldSource,
    source: update.sources.join('; '),
    from: Number.isFinite(update.from) ? isoInstant(update.from) : null,
  };
}
