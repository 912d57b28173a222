/**
 * Units that are already bought, and what is known of their price and throughput.
 * @module
 */
import { z } from 'zod';
import type { PriceBook } from '../../pricing/index.ts';
import { standardRates } from '../analysis/capacity/day-rates.ts';
import { type ProvisionedUnits, type UnitUse, unitUse } from '../analysis/capacity/existing.ts';
import { COMMITMENTS, type Commitment, type UnitPrice } from '../analysis/capacity/options.ts';
import type { CapacityRequest } from '../analysis/capacity/request.ts';
import type { UnitThroughput } from '../analysis/capacity/spill.ts';
import type { Config } from '../config/schema.ts';
import { isModelId, parseModelId } from '../domain/model-id.ts';
import { parseRate } from '../domain/money.ts';
import type { DatedItem } from '../domain/snapshot.ts';
import { type EpochSeconds, epochSeconds, type TimeRange } from '../domain/time.ts';
import type { Store } from '../store/port.ts';
import { untilNow } from './freshness.ts';

export interface UnitsContext {
  readonly book: PriceBook;
  readonly config: Config;
  readonly now: EpochSeconds;
}

const time = z.number().nullable();
/** What is read of the inventory's kind `provisioned-model`. */
const body = z.object({
  arn: z.string(),
  name: z.string().nullable(),
  foundationModelArn: z.string().nullable(),
  modelUnits: z.number().int().nonnegative(),
  status: z.string().nullable(),
  commitment: z.string().nullable(),
  commitmentEnds: time,
  created: time,
});

const LISTED_COMMITMENTS: Readonly<Record<string, Commitment>> = {
  OneMonth: '1-month',
  SixMonths: '6-months',
};
const LISTED_TERMS: Readonly<Record<Commitment, string>> = {
  none: 'noCommitment',
  '1-month': 'oneMonth',
  '6-months': 'sixMonths',
};

/**
 * Provisioned throughput as the inventory lists it; what cannot be read is left out.
 * @param during units that were there in this time, as they were at its end; absent: those that are there at `now`
 */
export async function ownedUnits(
  store: Store,
  now: EpochSeconds,
  during?: TimeRange,
): Promise<ProvisionedUnits[]> {
  const kind = 'provisioned-model';
  if (during === undefined)
    return (await store.items({ kind, at: now })).flatMap((item) => unitsOf(item) ?? []);
  const units = new Map<string, ProvisionedUnits>();
  for (const item of await store.items({ kind, history: true })) {
    const one = unitsOf(item);
    // Seen for the first time is not the beginning: the listing says when they were made.
    if (one === undefined || (one.created ?? item.from) >= during.to || (item.to ?? during.to) <= during.from)
      continue;
    // As they were at the end of the time; a form that came later only where none is known before.
    if (!units.has(one.arn) || item.from < during.to) units.set(one.arn, one);
  }
  return [...units.values()];
}

function unitsOf({ account, region, body: listed }: DatedItem): ProvisionedUnits | undefined {
  const read = body.safeParse(listed);
  if (!read.success || read.data.modelUnits === 0) return undefined;
  const {
    arn,
    name,
    foundationModelArn: of,
    modelUnits,
    status,
    commitment,
    commitmentEnds,
    created,
  } = read.data;
  const instant = (at: number | null) => (at === null ? null : epochSeconds(at));
  return {
    ...{ arn, name, account, region, status, units: modelUnits },
    model: of !== null && isModelId(of) ? parseModelId(of).base : null,
    commitment: (commitment !== null && LISTED_COMMITMENTS[commitment]) || 'none',
    commitmentEnds: instant(commitmentEnds),
    created: instant(created),
  };
}

/** What owned units did within the range, as far as calls are recorded. */
export async function unitUses(
  store: Store,
  context: UnitsContext,
  request: CapacityRequest,
  during?: TimeRange,
): Promise<UnitUse[]> {
  const owned = (await ownedUnits(store, context.now, during)).filter(
    ({ account }) => request.account === null || account === request.account,
  );
  const extent = await store.extent();
  if (owned.length === 0) return [];
  const ids = owned.flatMap(({ arn }) => [arn, tailOf(arn)]);
  const series = await store.demand({ range: untilNow(request.range, context.now), modelIds: ids });
  const recordedFrom = extent?.from ?? request.range.to;
  return owned.flatMap((one) => {
    const from = Math.max(request.range.from, recordedFrom, one.created ?? 0);
    const to = Math.max(from, Math.min(request.range.to, context.now));
    if (from >= to) return [];
    const observed: TimeRange = { from: epochSeconds(from), to: epochSeconds(to) };
    const own = series.filter(
      ({ account, region, modelId }) =>
        account === one.account &&
        region === one.region &&
        (modelId === one.arn || modelId === tailOf(one.arn)),
    );
    const terms = termsOf(context, request, one);
    return unitUse(one, own, observed, terms);
  });
}

const tailOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

function termsOf(context: UnitsContext, request: CapacityRequest, one: ProvisionedUnits) {
  const { model, region, commitment } = one;
  const asked = request.asked?.model.base === model && request.asked?.region === region ? request : null;
  const prices = model === null ? [] : unitPrices(context, { base: model, region }, asked);
  return {
    throughput: model === null ? null : throughputOf(context.config, { base: model, region }, request, asked),
    price: prices.find((price) => price.commitment === commitment) ?? null,
    onDemand: standardRates(context.book, { base: model, scope: 'in-region' }, region, context.now),
  };
}

interface Place {
  readonly base: string;
  readonly region: string;
}

/** What the configuration says of a model's units: for the Region first, else for everywhere. */
function configured({ capacity: { units } }: Config, { base, region }: Place) {
  const named = units.filter((one) => one.model === base);
  return named.find((one) => one.region === region) ?? named.find((one) => one.region === undefined);
}

/** @param asked the request, where it is about this model; it knows better than the configuration */
export function throughputOf(
  config: Config,
  place: Place,
  { countsCacheReads }: CapacityRequest,
  asked: CapacityRequest | null,
): UnitThroughput | null {
  const known = asked?.throughput ?? configured(config, place);
  if (!known) return null;
  return { inputTpm: known.inputTpm, outputTpm: known.outputTpm, countsCacheReads };
}

/** Prices of one unit by commitment: as asked, as configured, as the price book has them; in this order. */
export function unitPrices(
  { book, config }: UnitsContext,
  place: Place,
  asked: CapacityRequest | null,
): UnitPrice[] {
  const wanted = asked?.commitment ?? null;
  if (asked?.unitPrice != null) {
    return [{ commitment: wanted ?? 'none', perHour: asked.unitPrice, source: 'as given' }];
  }
  const own = configured(config, place)?.usdPerHour ?? {};
  const listed = book.capacity.find(
    ({ kind, model, regions }) =>
      kind === 'provisioned' && model === place.base && regions.some((region) => region === place.region),
  );
  return COMMITMENTS.flatMap((commitment): UnitPrice[] => {
    if (wanted !== null && commitment !== wanted) return [];
    const [mine, theirs] = [own[commitment], listed?.usdPerHour[LISTED_TERMS[commitment]]];
    if (mine !== undefined) {
      return [{ commitment, perHour: parseRate(mine, 1), source: 'configuration' }];
    }
    return theirs === undefined
      ? []
      : [{ commitment, perHour: parseRate(theirs, 1), source: listed?.source ?? '' }];
  });
}
