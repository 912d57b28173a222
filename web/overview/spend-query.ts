/**
 * The address of the same question on the API and as a file.
 * @module
 */
import { type Dimension, NONE_LABEL } from '../../src/domain/dimension.ts';
import { isoInstant } from '../../src/domain/time.ts';
import type { OverviewRequest } from './request.ts';

/** The query string of `/api/spend` and `/spend.csv` for a table of the page. */
export function spendQuery({ range, filters }: OverviewRequest, by: readonly Dimension[]): string {
  const query = new URLSearchParams({ from: isoInstant(range.from), to: isoInstant(range.to) });
  if (by.length > 0) query.set('by', by.join(','));
  for (const { dimension, values } of filters) {
    for (const value of values) query.append('where', `${dimension}=${value ?? NONE_LABEL}`);
  }
  return query.toString();
}
