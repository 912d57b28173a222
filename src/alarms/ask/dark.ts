/**
 * The last day that logs and metrics can be compared of.
 * @module
 */
import type { AnswerContext } from '../../answers/context.ts';
import { coverage } from '../../answers/coverage.ts';
import { epochSeconds, SECONDS_PER_DAY, SECONDS_PER_HOUR } from '../../domain/time.ts';
import type { DarkInput } from '../rules/dark-usage.ts';

/** With half a day missing, nothing of a place is called clear. */
const STALE_SECONDS = 12 * SECONDS_PER_HOUR;

export async function darkInput(context: AnswerContext): Promise<DarkInput> {
  const to = epochSeconds(Math.floor(context.now / SECONDS_PER_HOUR) * SECONDS_PER_HOUR);
  const range = { from: epochSeconds(to - SECONDS_PER_DAY), to };
  const answer = await coverage(context, { range, account: null, region: null });
  // One place that cannot be compared says nothing of the others.
  const blind = answer.comparablePlaces
    .filter(({ upTo }) => upTo === null || context.now - upTo > STALE_SECONDS)
    .map(({ account, region }) => ({ account, region }));
  return { range, rows: answer.rows, commands: answer.darkRegions, blind: answer.measured ? blind : [{}] };
}
