/**
 * Usage and cost by any dimensions, as the command, the API and files give it.
 * @module
 */
import { type Spend, type SpendRequest, spend, storeQuery } from '../analysis/spend.ts';
import type { AnswerContext } from './context.ts';
import { knownRange } from './freshness.ts';

export async function spendAnswer(
  context: Pick<AnswerContext, 'store' | 'now' | 'frozen'>,
  request: SpendRequest,
): Promise<Spend> {
  const query = storeQuery(request);
  return spend(request, await context.store.usage({ ...query, range: knownRange(query.range, context) }));
}
