/**
 * What charges count, in FOCUS's unit format (specification v1.2, "Unit Format"): capitalised plural nouns.
 * @module
 */
import type { Charge } from '../charges.ts';

/** By what a unit id begins with; every other unit is counted in `Units`. */
const UNIT_NAMES = new Map([
  ['image', 'Images'],
  ['document-image', 'Images'],
  ['video-ms', 'Milliseconds'],
  ['audio-ms', 'Milliseconds'],
  ['query', 'Queries'],
  ['request', 'Requests'],
  ['web-grounding', 'Requests'],
  ['speech-token', 'Tokens'],
  // Calls whose quantity the record does not tell.
  ['unknown', 'Requests'],
]);

/** Whether a charge is for tokens that are priced by the million. */
export const isTokens = ({ kind }: Pick<Charge, 'kind'>): boolean => kind !== 'units';

export function unitName(charge: Pick<Charge, 'kind' | 'sku'>): string {
  if (isTokens(charge)) return 'Tokens';
  const [what = ''] = charge.sku.unit.split(':');
  return UNIT_NAMES.get(what) ?? 'Units';
}
