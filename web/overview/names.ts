/**
 * The names that stand for ids on pages: models by the catalogue, accounts by the configuration.
 * @module
 */
import type { PriceBook } from '../../pricing/index.ts';
import type { Config } from '../../src/config/schema.ts';
import type { Names } from '../format/label.ts';

export function namesOf(book: PriceBook, config: Config): Names {
  const accounts = (config.accounts ?? []).flatMap(({ id, name }) =>
    id === undefined ? [] : [[id, name] as const],
  );
  return {
    models: book.models as ReadonlyMap<string, { readonly name: string }>,
    accounts: new Map(accounts),
  };
}
