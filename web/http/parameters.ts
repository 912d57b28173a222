/**
 * Query parameters as text, before they are checked.
 * @module
 */
import type { Context } from 'hono';
import type { SpendText } from '../../src/analysis/spend-request.ts';
import { type AccountText, withAccountIds } from '../../src/config/account-names.ts';
import { UsageError } from '../../src/domain/errors.ts';
import type { WebDeps } from '../deps.ts';

/** How a query names its parameters in messages: as they are. */
export const queryName = (key: string): string => key;

/** A question with the ids of accounts that it names as the configuration does. */
export const withIds = <T extends AccountText>(text: T, { config }: Pick<WebDeps, 'config'>): T =>
  withAccountIds(text, config.accounts, queryName);

/** A command's flag as a parameter: there without a value, or `true`. @throws UsageError */
export function queryFlag(key: string, text: string | undefined): boolean {
  if (text === undefined || text === 'false') return false;
  if (text === '' || text === 'true') return true;
  throw new UsageError(`${key} ${text}: is true or false`);
}

/** The parameters of `spend`, the same as the command's flags. Empty ones count as absent. */
export function spendText(c: Context, deps: Pick<WebDeps, 'config'>): SpendText {
  const single = (key: string) => c.req.query(key) || undefined;
  const text = {
    by: c.req.queries('by'),
    where: c.req.queries('where')?.filter((text) => text !== ''),
    from: single('from'),
    to: single('to'),
    since: single('since'),
  };
  return withIds(text, deps);
}
