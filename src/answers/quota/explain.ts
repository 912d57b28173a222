/**
 * What quota names say, without any account: for names from wherever they come.
 * @module
 */
import type { PriceBook } from '../../../pricing/index.ts';
import { matchQuotaName } from '../../analysis/quota/match-name.ts';
import type { Config } from '../../config/schema.ts';
import type { Store } from '../../store/port.ts';
import { readModels } from './bodies.ts';
import { baseModels, catalogueLabels, matchSources } from './listed.ts';

export interface ExplainAnswer {
  readonly names: readonly ReturnType<typeof matchQuotaName>[];
  /** How many models of accounts' own listings the names were compared with, besides the catalogue's. */
  readonly listedModels: number;
  readonly catalogueModels: number;
}

/** @param store listings of accounts are used where there are any; null: the price catalogue alone */
export async function explainNames(
  names: readonly string[],
  { store, book, config }: { store: Store | null; book: PriceBook; config: Config },
): Promise<ExplainAnswer> {
  const items = store === null ? [] : await store.items({ kind: 'foundation-model' });
  const models = baseModels(readModels(items).map(({ body }) => body));
  const sources = matchSources(models, catalogueLabels(book), config);
  return {
    names: names.map((name) => matchQuotaName(name, sources)),
    listedModels: new Set(models.map(({ id }) => id)).size,
    catalogueModels: book.models.size,
  };
}

/** `model` is absent unless the name is mapped to one; an override may name several. */
export function explainJson({ names }: ExplainAnswer) {
  return names.map(({ name, parsed, models, status, reason, by }) => ({
    name,
    parsed,
    ...(models[0] === undefined ? {} : { model: models[0] }),
    ...(models.length > 1 ? { models } : {}),
    status,
    ...(reason === null ? {} : { reason }),
    ...(by === null ? {} : { by }),
  }));
}
