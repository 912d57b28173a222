/**
 * The names that stand for ids on pages: models by the catalogue, accounts by the configuration.
 * @module
 */
import type { PriceBook } from '../../pricing/index.ts';
import type { WebConfig } from '../deps.ts';
import type { Names } from '../format/label.ts';

export function namesOf(book: PriceBook, config: WebConfig): Names {
  const accounts = (config.accounts ?? []).flatMap(({ id, name }) =>
    id === undefined ? [] : [[id, name] as const],
  );
  return {
    models: book.models as ReadonlyMap<string, { readonly name: string }>,
    accounts: new Map(accounts),
  };
}
