/**
 * Names of the price list to model ids. There is no model id attribute, so a name is compared exactly, after one
 * stated normalisation: the suffix of marketplace products is cut, and case, spaces, hyphens and underscores do not
 * count. Dots and digits do. Nothing is matched by similarity or by part: a loose match prices one model as another.
 * @module
 */
import type { BaseModelId } from '../../src/domain/ids.ts';
import type { ModelCard } from '../catalog-rows.ts';
import { NAME_ALIASES, NAMES_WITHOUT_ID } from './name-aliases.ts';
import type { SkipKind } from './usage.ts';

export type NameReading =
  | { readonly status: 'models'; readonly ids: readonly BaseModelId[] }
  | { readonly status: 'skipped'; readonly kind: SkipKind }
  | { readonly status: 'unknown' };

export interface ModelNames {
  /** Models of a name; several where one product has several ids. */
  find(name: string): NameReading;
  /** Keys that stand for different products: none of them is used. */
  readonly ambiguous: readonly string[];
}

const EDITION = / \(Amazon Bedrock Edition\)$/;

/** The form in which names are compared. */
export const nameKey = (name: string): string =>
  name
    .trim()
    .replace(EDITION, '')
    .toLowerCase()
    .replace(/[\s_-]+/g, '');

/**
 * Every name of the book's models: the id, the display name, the display name behind its provider's, the bill's form
 * of Claude names (`Claude4.6Opus`), and the aliases.
 */
export function modelNames(models: ReadonlyMap<BaseModelId, ModelCard>): ModelNames {
  const byKey = new Map<string, Set<BaseModelId>>();
  const add = (name: string, id: BaseModelId): void => {
    const key = nameKey(name);
    byKey.set(key, (byKey.get(key) ?? new Set()).add(id));
  };
  for (const card of models.values()) {
    for (const name of [card.id, card.name, `${card.provider} ${card.name}`]) add(name, card.id);
    const claude = /^Claude (Opus|Sonnet|Haiku|Fable|Mythos) (\d+(?:\.\d+)?)$/.exec(card.name);
    if (claude) add(`Claude ${claude[2]} ${claude[1]}`, card.id);
    for (const alias of NAME_ALIASES[card.id] ?? []) add(alias, card.id);
  }
  const without = new Map(Object.entries(NAMES_WITHOUT_ID).map(([name, kind]) => [nameKey(name), kind]));
  const ambiguous = [...byKey].flatMap(([key, ids]) => (oneProduct(ids, models) ? [] : [key]));
  const refused = new Set(ambiguous);
  const find = (name: string): NameReading => {
    const key = nameKey(name);
    const kind = without.get(key);
    if (kind !== undefined) return { status: 'skipped', kind };
    const ids = refused.has(key) ? undefined : byKey.get(key);
    return ids === undefined ? { status: 'unknown' } : { status: 'models', ids: [...ids] };
  };
  return { find, ambiguous };
}

/** Ids with one display name are one product under several ids. */
const oneProduct = (ids: ReadonlySet<BaseModelId>, models: ReadonlyMap<BaseModelId, ModelCard>): boolean =>
  new Set([...ids].map((id) => models.get(id)?.name)).size === 1;
