/**
 * The question of `capacity` as text, from flags or query parameters.
 * @module
 */
import { UsageError } from '../../domain/errors.ts';
import { ACCOUNT_PATTERN, REGION_PATTERN } from '../../domain/ids.ts';
import { isModelId, type ModelRef, parseModelId } from '../../domain/model-id.ts';
import { type AttoUsdPerUnit, parseRate } from '../../domain/money.ts';
import { parseRange, type RangeText } from '../../domain/range.ts';
import { type EpochSeconds, epochSeconds, SECONDS_PER_DAY, type TimeRange } from '../../domain/time.ts';
import { COMMITMENTS, type Commitment } from './options.ts';

/** Parameters by their name; empty ones count as absent. */
export interface CapacityText extends RangeText {
  readonly model?: string | undefined;
  readonly region?: string | undefined;
  readonly account?: string | undefined;
  readonly unitPrice?: string | undefined;
  readonly unitInputTpm?: string | undefined;
  readonly unitOutputTpm?: string | undefined;
  readonly commitment?: string | undefined;
  readonly cacheReads?: string | undefined;
  readonly units?: string | undefined;
}

/** How parameters are written: `--unit-price` and `unit-price`. */
export const CAPACITY_PARAMETERS: Readonly<Record<keyof CapacityText, string>> = {
  model: 'model',
  region: 'region',
  account: 'account',
  unitPrice: 'unit-price',
  unitInputTpm: 'unit-input-tpm',
  unitOutputTpm: 'unit-output-tpm',
  commitment: 'commitment',
  cacheReads: 'cache-reads',
  units: 'units',
  from: 'from',
  to: 'to',
  since: 'since',
};

export interface CapacityRequest {
  /** Null: nothing in particular; what there is, and what might be worth it. */
  readonly asked: { readonly model: ModelRef & { readonly base: string }; readonly region: string } | null;
  /** Null: the account that asks for most. */
  readonly account: string | null;
  readonly range: TimeRange;
  readonly unitPrice: AttoUsdPerUnit | null;
  readonly throughput: { readonly inputTpm: number; readonly outputTpm: number } | null;
  /** Null: every commitment with a price. */
  readonly commitment: Commitment | null;
  readonly countsCacheReads: boolean;
  /** Units to look at; null: the best. */
  readonly units: number | null;
}

/** Demand by minute is kept for so long. */
const KEPT_DAYS = 90;

/** @throws UsageError naming the parameter, its value and what would be right */
export function parseCapacityRequest(
  text: CapacityText,
  now: EpochSeconds,
  name: (key: string) => string,
): CapacityRequest {
  const say = (key: keyof CapacityText) => `${name(CAPACITY_PARAMETERS[key])} ${shown(text[key] ?? '')}`;
  const { account, commitment, cacheReads = 'counted' } = text;
  if (account !== undefined && !ACCOUNT_PATTERN.test(account)) {
    throw new UsageError(`${say('account')}: an account id is twelve digits`);
  }
  if (commitment !== undefined && !isCommitment(commitment)) {
    throw new UsageError(`${say('commitment')}: known are ${COMMITMENTS.join(', ')}`);
  }
  if (cacheReads !== 'counted' && cacheReads !== 'free') {
    throw new UsageError(`${say('cacheReads')}: counted (they fill the input ceiling) or free`);
  }
  const unspoken = text.from === undefined && text.to === undefined && text.since === undefined;
  return {
    asked: askedOf(text, say, name),
    account: account ?? null,
    range: unspoken
      ? { from: epochSeconds(now - KEPT_DAYS * SECONDS_PER_DAY), to: now }
      : parseRange(text, now, name),
    unitPrice: text.unitPrice === undefined ? null : priceOf(text.unitPrice, say('unitPrice')),
    throughput: throughputOf(text, say, name),
    commitment: commitment ?? (text.unitPrice === undefined ? null : 'none'),
    countsCacheReads: cacheReads === 'counted',
    units: text.units === undefined ? null : whole(text.units, say('units')),
  };
}

type Say = (key: keyof CapacityText) => string;

function askedOf({ model: id, region }: CapacityText, say: Say, name: (key: string) => string) {
  if (id === undefined && region === undefined) return null;
  if (id === undefined) throw new UsageError(`${say('region')}: needs ${name('model')} beside it`);
  if (!isModelId(id)) throw new UsageError(`${say('model')}: not a model id or ARN`);
  const model = parseModelId(id);
  const { base } = model;
  if (base === null)
    throw new UsageError(`${say('model')}: does not say which model it is; name the model itself`);
  if (region === undefined) throw new UsageError(`${say('model')}: needs ${name('region')} beside it`);
  if (!REGION_PATTERN.test(region)) throw new UsageError(`${say('region')}: a Region looks like us-east-1`);
  return { model: { ...model, base }, region };
}

function throughputOf(text: CapacityText, say: Say, name: (key: string) => string) {
  const { unitInputTpm, unitOutputTpm } = text;
  if (unitInputTpm === undefined && unitOutputTpm === undefined) return null;
  if (unitInputTpm === undefined || unitOutputTpm === undefined) {
    const missing = CAPACITY_PARAMETERS[unitInputTpm === undefined ? 'unitInputTpm' : 'unitOutputTpm'];
    throw new UsageError(
      `${name(missing)}: is needed, too: a unit has one ceiling for input and one for output`,
    );
  }
  return {
    inputTpm: positive(unitInputTpm, say('unitInputTpm')),
    outputTpm: positive(unitOutputTpm, say('unitOutputTpm')),
  };
}

function priceOf(text: string, complaint: string): AttoUsdPerUnit {
  const rate = /^\d{1,7}(\.\d{1,9})?$/.test(text) ? parseRate(text, 1) : 0n;
  if (rate > 0n) return rate as AttoUsdPerUnit;
  throw new UsageError(`${complaint}: not a price in USD per hour, as in 39.60`);
}

function whole(text: string, complaint: string): number {
  if (/^\d{1,7}$/.test(text)) return Number(text);
  throw new UsageError(`${complaint}: not a whole number`);
}

function positive(text: string, complaint: string): number {
  const tokens = /^\d{1,12}$/.test(text) ? Number(text) : 0;
  if (tokens > 0) return tokens;
  throw new UsageError(`${complaint}: not a whole number of tokens per minute`);
}

export const isCommitment = (text: string): text is Commitment => COMMITMENTS.some((one) => one === text);

const shown = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}...` : text);
