/**
 * Query parameters as text, before they are checked.
 * @module
 */
import type { Context } from 'hono';
import type { SpendText } from '../../src/analysis/spend-request.ts';

/** How a query names its parameters in messages: as they are. */
export const queryName = (key: string): string => key;

/** The parameters of `spend`, the same as the command's flags. Empty ones count as absent. */
export function spendText(c: Context): SpendText {
  const single = (key: string) => c.req.query(key) || undefined;
  return {
    by: c.req.queries('by'),
    where: c.req.queries('where')?.filter((text) => text !== ''),
    from: single('from'),
    to: single('to'),
    since: single('since'),
  };
}
