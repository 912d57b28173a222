/**
 * Listings of Service Quotas and of the inventory, by account and Region.
 * @module
 */
import type { PriceBook } from '../../../pricing/index.ts';
import type { ListedProfile } from '../../analysis/quota/identity.ts';
import {
  indexLabels,
  type Labels,
  type ListedModel,
  type MatchSources,
} from '../../analysis/quota/match-name.ts';
import type { ListedQuota } from '../../analysis/quota/status.ts';
import type { Config } from '../../config/schema.ts';
import { isModelId, parseModelId } from '../../domain/model-id.ts';
import type { DatedItem } from '../../domain/snapshot.ts';
import type { AnswerContext } from '../context.ts';
import { type QuotaItem, type Read, readModels, readProfiles, readQuotas } from './bodies.ts';

export interface Place {
  readonly account: string;
  readonly region: string;
}

/** One account and Region with what AWS lists there. */
export interface ListedPlace extends Place {
  readonly quotas: readonly ListedQuota[];
  readonly models: readonly ListedModel[];
  readonly profiles: readonly ListedProfile[];
}

/** Everything listed at `now`, whatever has been listed since; filters that are absent match everything. */
export async function listedPlaces(
  { store, now }: Pick<AnswerContext, 'store' | 'now'>,
  where: Partial<Place>,
): Promise<ListedPlace[]> {
  const ask = (kind: string) => store.items({ kind, at: now, ...where });
  const [applied, defaults, models, profiles] = await Promise.all([
    ask('quota-applied'),
    ask('quota-default'),
    ask('foundation-model'),
    ask('inference-profile'),
  ]);
  const places = new Map<string, Place>();
  for (const { account, region } of [...applied, ...defaults]) {
    places.set(`${account}\n${region}`, { account, region });
  }
  return [...places.values()].map((place) => {
    const here = (items: readonly DatedItem[]) =>
      items.filter(({ account, region }) => account === place.account && region === place.region);
    return {
      ...place,
      quotas: joinQuotas(readQuotas(here(applied)), readQuotas(here(defaults))),
      models: baseModels(readModels(here(models)).map(({ body }) => body)),
      profiles: readProfiles(here(profiles)).map(({ body }) => body),
    };
  });
}

/** Applied and default values of one code side by side. Quotas of single resources are left out. */
export function joinQuotas(
  applied: readonly Read<QuotaItem>[],
  defaults: readonly Read<QuotaItem>[],
): ListedQuota[] {
  const ofAccount = ({ item, body }: Read<QuotaItem>) => item.id === body.code;
  const own = new Map(applied.filter(ofAccount).map((read) => [read.body.code, read]));
  const given = new Map(defaults.filter(ofAccount).map((read) => [read.body.code, read]));
  return [...new Set([...own.keys(), ...given.keys()])].flatMap((code) => {
    const [mine, theirs] = [own.get(code), given.get(code)];
    const either = mine ?? theirs;
    if (either === undefined) return [];
    return {
      code,
      name: either.body.name,
      applied: mine?.body.value ?? null,
      default: theirs?.body.value ?? null,
      adjustable: either.body.adjustable,
      appliedSince: mine?.item.from ?? null,
    };
  });
}

/** Listed ids carry context lengths (`…:48k`) that are no models of their own. */
export function baseModels(models: readonly ListedModel[]): ListedModel[] {
  return models.flatMap(({ id, name }) => {
    const base = isModelId(id) ? parseModelId(id).base : null;
    return base === null ? [] : [{ id: base, name }];
  });
}

/** Labels of the price catalogue: for names of models that the account's listing spells otherwise. */
export const catalogueLabels = ({ models }: PriceBook): Labels =>
  indexLabels([...models.values()].map(({ id, name }) => ({ id, name })));

/** What names are matched against. @param models the account's listing; empty where it has not been read */
export function matchSources(
  models: readonly ListedModel[],
  catalogue: Labels,
  { quotas }: Config,
): MatchSources {
  const overrides = quotas.models.map(({ quota, models: ids }) => ({
    quota,
    models: ids.map((id) => (isModelId(id) ? (parseModelId(id).base ?? id) : id)),
  }));
  return { inventory: models.length === 0 ? undefined : indexLabels(models), catalogue, overrides };
}
