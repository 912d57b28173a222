/**
 * The last day that logs and metrics can be compared of.
 * @module
 */
import type { AnswerContext } from '../../answers/context.ts';
import { coverage } from '../../answers/coverage.ts';
import { epochSeconds, SECONDS_PER_DAY, SECONDS_PER_HOUR } from '../../domain/time.ts';
import type { DarkInput } from '../rules/dark-usage.ts';

/** The slowest place decides up to where all can be compared; with half a day missing, nothing is called clear. */
const STALE_SECONDS = 12 * SECONDS_PER_HOUR;

export async function darkInput(context: AnswerContext): Promise<DarkInput> {
  const to = epochSeconds(Math.floor(context.now / SECONDS_PER_HOUR) * SECONDS_PER_HOUR);
  const range = { from: epochSeconds(to - SECONDS_PER_DAY), to };
  const answer = await coverage(context, { range, account: null, region: null });
  const { comparableUpTo: upTo } = answer;
  const known = answer.measured && upTo !== null && context.now - upTo <= STALE_SECONDS;
  return { range, rows: answer.rows, commands: answer.darkRegions, blind: known ? [] : [{}] };
}
