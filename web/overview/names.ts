/**
 * The names that stand for ids on pages: models by the catalogue, accounts by the configuration.
 * @module
 */
import type { PriceBook } from '../../pricing/index.ts';
import { accountNames } from '../../src/config/account-names.ts';
import type { Config } from '../../src/config/schema.ts';
import type { Names } from '../format/label.ts';

export function namesOf(book: PriceBook, config: Config): Names {
  return {
    models: book.models as ReadonlyMap<string, { readonly name: string }>,
    accounts: accountNames(config.accounts),
  };
}
