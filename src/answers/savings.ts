/**
 * The advisor: what would be cheaper, with its evidence and its fix.
 * @module
 */
import type { UnitUse } from '../analysis/capacity/existing.ts';
import { type RankedFinding, rankFindings } from '../analysis/savings/finding.ts';
import { CALLER_KEYS, type Lifecycle, type SavingsInput } from '../analysis/savings/input.ts';
import { habitOf } from '../analysis/savings/rules/batch.ts';
import { RULES } from '../analysis/savings/rules/index.ts';
import type { CallFilter } from '../domain/drill.ts';
import { pricedCost } from '../domain/measures.ts';
import { isModelId, parseModelId } from '../domain/model-id.ts';
import { addUsd, type NanoUsd, usdString, ZERO_USD } from '../domain/money.ts';
import { epochSeconds, isoInstant, SECONDS_PER_HOUR, type TimeRange } from '../domain/time.ts';
import { unitUses } from './capacity-units.ts';
import type { AnswerContext } from './context.ts';

export interface SavingsRequest {
  /** Whole UTC hours. */
  readonly range: TimeRange;
  readonly where: readonly CallFilter[];
}

export interface SavingsAnswer {
  readonly range: TimeRange;
  /** The part of the range that has data, in seconds: what a month is extrapolated from. */
  readonly seconds: number;
  readonly findings: readonly RankedFinding[];
  /** Of findings with dollars; they may overlap, so it is an upper bound. */
  readonly usdPerMonth: NanoUsd;
}

const MOST_REPEATS = 20_000;
/** Callers looked at as batch jobs: the dearest. */
const BATCH_CALLERS = 20;

export async function savingsAnswer(context: AnswerContext, request: SavingsRequest): Promise<SavingsAnswer> {
  const { store, book, rater, config, now } = context;
  const { where } = request;
  // Nothing from after the time that is asked about: the hour that runs, and no further.
  const last = Math.ceil(now / SECONDS_PER_HOUR) * SECONDS_PER_HOUR;
  const range = {
    from: request.range.from,
    to: epochSeconds(Math.max(request.range.from, Math.min(request.range.to, last))),
  };
  const [extent, callers, skus, repeats, latencies, demand, hourly] = await Promise.all([
    store.extent(),
    store.usage({ range, where, by: CALLER_KEYS }),
    store.skuUsage({ range, where }),
    store.repeats({ range, where, minCalls: 2, limit: MOST_REPEATS }),
    store.latencies({ range, where }),
    where.length === 0 ? store.demand({ range, whole: true }) : [],
    store.usage({ range, where, by: ['hour', 'principal'] }),
  ]);
  const jobs = await batchJobs(context, { range, where }, hourly);
  const seconds =
    extent === null ? 0 : Math.max(0, Math.min(range.to, extent.to, now) - Math.max(range.from, extent.from));
  const input: SavingsInput = {
    ...{ range, seconds, now, book, rater, callers, skus, repeats, latencies, hours: hourly, skusOf: jobs },
    demand,
    lifecycles: await legacyModels(context),
    units: await unitsInUse(context, { range, where }),
    tags: new Map(
      await Promise.all(
        config.tags.required.map(
          async (key) => [key, await store.usage({ range, where, by: [`tag:${key}`] })] as const,
        ),
      ),
    ),
  };
  const findings = rankFindings(
    RULES.flatMap((rule) => rule(input)),
    seconds,
  );
  return {
    range: request.range,
    seconds,
    findings,
    usdPerMonth: findings.map((one) => one.usdPerMonth ?? ZERO_USD).reduce(addUsd, ZERO_USD),
  };
}

/** SKUs of the dearest callers that work at fixed hours. */
async function batchJobs(
  { store }: AnswerContext,
  { range, where }: SavingsRequest,
  hourly: SavingsInput['hours'],
): Promise<SavingsInput['skusOf']> {
  const callers = [...Map.groupBy(hourly, ({ key }) => key[1] ?? null)]
    .flatMap(([principal, rows]) =>
      principal === null || habitOf(rows) === null
        ? []
        : { principal, cost: rows.map(pricedCost).reduce(addUsd, ZERO_USD) },
    )
    .toSorted((a, b) => (a.cost < b.cost ? 1 : -1))
    .slice(0, BATCH_CALLERS);
  const skus = callers.map(async ({ principal }) => {
    const own: CallFilter = { dimension: 'principal', values: [principal] };
    return [principal, await store.skuUsage({ range, where: [...where, own] })] as const;
  });
  return new Map(await Promise.all(skus));
}

async function legacyModels({ store, now }: AnswerContext): Promise<Lifecycle[]> {
  return (await store.items({ kind: 'foundation-model', at: now })).flatMap(
    ({ region, id, body }): Lifecycle[] => {
      const lifecycle = field(body, 'lifecycle');
      const base = isModelId(id) ? parseModelId(id).base : null;
      if (base === null || field(lifecycle, 'status') !== 'LEGACY') return [];
      const end = field(lifecycle, 'endOfLife');
      return [{ model: base, region, endOfLife: typeof end === 'number' ? epochSeconds(end) : null }];
    },
  );
}

/** Units as the page of capacity shows them. */
async function unitsInUse(context: AnswerContext, { range, where }: SavingsRequest): Promise<UnitUse[]> {
  if (where.length > 0) return [];
  const anything = {
    asked: null,
    account: null,
    unitPrice: null,
    throughput: null,
    commitment: null,
    units: null,
  };
  return unitUses(context.store, context, { ...anything, range, countsCacheReads: true });
}

/** A field of stored JSON; undefined where there is none. */
function field(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null
    ? Object.getOwnPropertyDescriptor(body, name)?.value
    : undefined;
}

/** The answer as JSON, the same from the CLI and the API. */
export function savingsJson({ range, seconds, findings, usdPerMonth }: SavingsAnswer) {
  return {
    from: isoInstant(range.from),
    to: isoInstant(range.to),
    secondsWithData: seconds,
    usdPerMonth: usdString(usdPerMonth),
    findings: findings.map(({ saving, usdPerMonth, ...finding }) => ({
      ...finding,
      saving: saving === null ? null : usdString(saving),
      usdPerMonth: usdPerMonth === null ? null : usdString(usdPerMonth),
    })),
  };
}
