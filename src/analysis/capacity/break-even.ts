/**
 * How full a unit must be to cost what the same tokens cost on demand. Pure.
 * @module
 */
import type { AttoUsdPerUnit } from '../../domain/money.ts';
import type { MinuteDemand } from './demand.ts';
import { SCALE, type SpillCurve, type UnitThroughput } from './spill.ts';

/**
 * The share of one unit's full load, both ceilings filled, at which on demand costs the same:
 * `price / (60 x (A x input rate + B x output rate))`. Over 1: it never pays. Null: free on demand.
 */
export function breakEvenUtilization(
  perHour: AttoUsdPerUnit,
  { inputTpm, outputTpm }: UnitThroughput,
  rates: { readonly input: AttoUsdPerUnit; readonly output: AttoUsdPerUnit },
): number | null {
  const fullHour = 60n * (BigInt(inputTpm) * rates.input + BigInt(outputTpm) * rates.output);
  return ratio(perHour, fullHour);
}

/**
 * The same for a demand's own mix: caching lowers what a token costs on demand, and only one ceiling is full.
 * Null: there is no demand, or it is free.
 */
export function breakEvenOfDemand(
  perHour: AttoUsdPerUnit,
  demand: MinuteDemand,
  curve: SpillCurve,
): number | null {
  const unitMinutes = curve.served(curve.peakUnits);
  const cost = demand.cost.reduce((sum, one) => sum + one, 0n);
  const perUnitMinute = unitMinutes === 0 ? 0 : Number(cost) / unitMinutes;
  return perUnitMinute === 0 ? null : Number(perHour) / (60 * perUnitMinute);
}

function ratio(part: bigint, whole: bigint): number | null {
  return whole === 0n ? null : Number((part * SCALE) / whole) / Number(SCALE);
}
