/**
 * Cache regressions: a caller whose prompts were read from the cache, and no longer are. A deploy that puts the time of
 * day in front of a prompt does it; nothing fails, and each prompt is paid in full. Pure.
 * @module
 */
import type { EpochHour } from '../../../domain/time.ts';
import { median } from '../robust.ts';

/** One hour of one caller and model. Money in nano-dollars of what has a price. */
export interface CacheHour {
  readonly hour: EpochHour;
  readonly principal: string;
  readonly model: string;
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly costInput: number;
  readonly costCacheRead: number;
  readonly costCacheWrite: number;
}

/** One hour in which hardly anything was read; nano-dollars. */
export interface LostHour {
  readonly hour: EpochHour;
  /** What the prompts cost. */
  readonly cost: number;
  /** Of it, what they would not have cost at the usual share of reads. */
  readonly lost: number;
  /** The same at half of the usual share, up to which nothing is told. */
  readonly lostAtHalf: number;
}

export interface CacheRegression {
  readonly principal: string;
  readonly model: string;
  /** Share of prompt tokens read from the cache, in the median hour of the week before. */
  readonly usual: number;
  /** Hours with enough tokens to be judged; the first begins it. */
  readonly hours: readonly LostHour[];
  /** The end of the second of them: then it is told. */
  readonly knownAt: EpochHour;
  /** It had not recovered in the last hour with enough tokens. */
  readonly ongoing: boolean;
}

/** Prompt tokens of an hour below which its share is chance. */
const LEAST_TOKENS = 20_000;
/** Hours with so many tokens, of the week before, that make a share the usual one. */
const LEAST_HOURS = 12;
/** Below this usual share there is little to lose. */
const LEAST_SHARE = 0.2;
/** Of the usual share: what is below is a regression. */
const REGRESSED = 0.5;
const WEEK = 168;
/** Nano-dollars a day at the pace of its hours; less than a dollar is not told. */
const LEAST_PER_DAY = 1e9;

interface Judged {
  readonly hour: EpochHour;
  readonly share: number;
  readonly readRate: number | null;
}

/**
 * Regressions of each caller and model that begin and are known before `completeTo`. What is said of an hour depends on
 * earlier hours alone, but for the dollars, which are those of the hour itself.
 */
export function cacheRegressions(rows: readonly CacheHour[], completeTo: EpochHour): CacheRegression[] {
  const pairs = Map.groupBy(
    rows.filter((row) => row.hour < completeTo && promptOf(row) >= LEAST_TOKENS),
    ({ principal, model }) => JSON.stringify([principal, model]),
  );
  return [...pairs.values()].flatMap((hours) => ofPair(hours.toSorted((a, b) => a.hour - b.hour)));
}

const promptOf = ({ input, cacheRead, cacheWrite }: CacheHour): number => input + cacheRead + cacheWrite;

/** What a caller's prompts were like in the week before. */
interface Usual {
  /** Of prompt tokens, those read from the cache. */
  readonly share: number;
  /** Nano-dollars for each. */
  readonly readRate: number;
}

function ofPair(hours: readonly CacheHour[]): CacheRegression[] {
  const found: (CacheRegression | null)[] = [];
  let before: Judged[] = [];
  let usual: Usual | null = null;
  let run: CacheHour[] = [];
  for (const row of hours) {
    const [begin] = run;
    if (begin === undefined) {
      before = before.filter(({ hour }) => hour >= row.hour - WEEK);
      usual = usualOf(before);
    } else if (row.hour - begin.hour >= WEEK) {
      // After a week without it, no cache is what is usual.
      found.push(regressionOf(run, usual, false));
      before = run.map(judged);
      run = [];
      usual = usualOf(before);
    }
    if (usual !== null && row.cacheRead / promptOf(row) < usual.share * REGRESSED) {
      run.push(row);
      continue;
    }
    found.push(regressionOf(run, usual, false));
    run = [];
    before.push(judged(row));
  }
  found.push(regressionOf(run, usual, true));
  return found.flatMap((one) => one ?? []);
}

const judged = (row: CacheHour): Judged => ({
  hour: row.hour,
  share: row.cacheRead / promptOf(row),
  readRate: row.cacheRead > 0 && row.costCacheRead > 0 ? row.costCacheRead / row.cacheRead : null,
});

function usualOf(hours: readonly Judged[]): Usual | null {
  if (hours.length < LEAST_HOURS) return null;
  const share = median(hours.map((one) => one.share));
  const rates = hours.flatMap(({ readRate }) => readRate ?? []);
  return share < LEAST_SHARE ? null : { share, readRate: rates.length === 0 ? 0 : median(rates) };
}

function regressionOf(
  rows: readonly CacheHour[],
  usual: Usual | null,
  ongoing: boolean,
): CacheRegression | null {
  // One hour may be a cold start.
  const [first, second] = rows;
  if (first === undefined || second === undefined || usual === null) return null;
  const hours = rows.map((row) => lostIn(row, usual));
  const perDay = (24 * hours.reduce((sum, { lost }) => sum + lost, 0)) / hours.length;
  if (perDay < LEAST_PER_DAY) return null;
  return {
    ...{ principal: first.principal, model: first.model, usual: usual.share, hours, ongoing },
    knownAt: (second.hour + 1) as EpochHour,
  };
}

/** Tokens that would have been read, at the difference of what sending costs in this hour and what reading did. */
function lostIn(row: CacheHour, { share: usual, readRate }: Usual): LostHour {
  const sent = row.input + row.cacheWrite;
  const sentRate = sent === 0 ? 0 : (row.costInput + row.costCacheWrite) / sent;
  const at = (share: number): number =>
    Math.max(0, share * promptOf(row) - row.cacheRead) * Math.max(0, sentRate - readRate);
  return {
    hour: row.hour,
    cost: row.costInput + row.costCacheRead + row.costCacheWrite,
    lost: at(usual),
    lostAtHalf: at(usual) - at(usual * REGRESSED),
  };
}
