/**
 * The price of a token, exact: in pico-dollars.
 * @module
 */
import { KINDS, type Kind, RATE_TABLE, type RateEntry } from './rate-table.ts';

export type Tier = 'standard' | 'flex' | 'batch';

/** Everything besides the token kind that decides a price. */
export interface Offer {
  readonly entry: RateEntry;
  readonly region: string;
  readonly global: boolean;
  readonly tier: Tier;
  readonly longContext: boolean;
}

/** The entry of a base model. */
export const entryOf = (model: string): RateEntry | undefined =>
  RATE_TABLE.find((entry) => entry.model === model);

/** Pico-dollars per token on a UTC day; undefined where there is no such price. */
export function rateOf(offer: Offer, kind: Kind, day: string): bigint | undefined {
  const { entry, region, global, tier, longContext } = offer;
  const dated = entry.before && day < entry.before.day ? entry.before : entry;
  const rates = global && dated.global ? dated.global : (entry.byRegion?.[region] ?? dated.regional);
  const usd = rates[kind];
  if (usd === undefined) return undefined;
  const micro = BigInt(Math.round(usd * 1e6));
  const half = tier === 'standard' ? 1n : 2n;
  const band = longContext ? entry.longContext : undefined;
  const doubled = BigInt(Math.round((band ? (kind === 'output' ? band.output : band.input) : 1) * 2));
  return (micro * doubled) / (2n * half);
}

/** The kinds that a model has a price for. */
export const kindsOf = (entry: RateEntry): Kind[] =>
  KINDS.filter((kind) => entry.regional[kind] !== undefined);

/** Pico-dollars as decimal USD, without trailing zeros. */
export function usdText(pico: bigint): string {
  const digits = pico.toString().padStart(13, '0');
  const fraction = digits.slice(-12).replace(/0+$/, '');
  return fraction === '' ? digits.slice(0, -12) : `${digits.slice(0, -12)}.${fraction}`;
}
