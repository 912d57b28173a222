/**
 * Token counts of a record. The top level is what AWS bills by; a body's counts stand in only for what the
 * top level does not have. Source: Amazon Bedrock user guide, "Prompt caching" (input excludes cached tokens).
 * @module
 */
import { cacheWriteTokens, type TokenCounts } from '../../src/domain/quantities.ts';
import { believable, countAt, softCountAt } from './count.ts';
import type { RecordDraft } from './draft/record.ts';
import type { ResponseBody } from './draft/response-body.ts';
import type { UsageDraft } from './draft/usage.ts';
import { OPEN_BRACKET } from './skim/ascii.ts';
import { JsonReader } from './skim/reader.ts';
import { Shape } from './skim/shape.ts';
import { ABSENT, numberAt, stringAt } from './skim/value.ts';

interface CacheWrites {
  readonly ttl5m: number;
  readonly ttl30m: number;
  readonly ttl1h: number;
}

const NO_SPLIT: CacheWrites = { ttl5m: 0, ttl30m: 0, ttl1h: 0 };

export interface CountedTokens {
  readonly tokens: TokenCounts;
  /** The record's counts contradict each other. */
  readonly isSuspect: boolean;
}

/** @throws RecordFault for a count that is none */
export function tokensOf(bytes: Buffer, record: RecordDraft): CountedTokens {
  const { input, output } = record;
  const body = output.body === null ? NO_COUNTS : bodyCounts(bytes, output.body);
  const split = output.body === null ? NO_SPLIT : cacheWriteSplit(bytes, output.body);
  const splitSum = split.ttl5m + split.ttl30m + split.ttl1h;
  const cacheWrite =
    countAt(bytes, input.cacheWrite, 'input.') ?? body.cacheWrite() ?? believable(splitSum, SPLIT_PATH);
  const fits = splitSum <= cacheWrite;
  const known = fits ? split : NO_SPLIT;
  const tokens = {
    input: countAt(bytes, input.tokens, 'input.') ?? body.input() ?? 0,
    output: countAt(bytes, output.tokens, 'output.') ?? body.output() ?? 0,
    cacheRead: countAt(bytes, input.cacheRead, 'input.') ?? body.cacheRead() ?? 0,
    cacheWrite: cacheWrite - (known.ttl5m + known.ttl30m + known.ttl1h),
    cacheWrite5m: known.ttl5m,
    cacheWrite30m: known.ttl30m,
    cacheWrite1h: known.ttl1h,
  };
  return { tokens, isSuspect: !fits || looksDoubled(bytes, record, tokens) };
}

/** Of the time-to-live of cache writes, for reasons. */
const SPLIT_PATH = 'output.outputBodyJson.usage: cache writes by time-to-live';

/** Counts as a body states them; looked at only when asked for, so that an unused one cannot spoil a record. */
interface BodyCounts {
  input(): number | null;
  output(): number | null;
  cacheRead(): number | null;
  cacheWrite(): number | null;
}

const nothing = (): null => null;
const NO_COUNTS: BodyCounts = { input: nothing, output: nothing, cacheRead: nothing, cacheWrite: nothing };

/** Bedrock's own metrics first, then the vendor's usage; never the provisional output of `message_start`. */
function bodyCounts(bytes: Buffer, body: ResponseBody): BodyCounts {
  const { metrics, usage, startUsage } = body;
  const path = body.isStream ? 'output.outputBodyJson[].' : 'output.outputBodyJson.';
  const first = (ofMetrics: number, ofUsage: number, flat: number, ofStart: number): number | null =>
    countAt(bytes, ofMetrics, `${path}amazon-bedrock-invocationMetrics.`) ??
    countAt(bytes, ofUsage, `${path}usage.`) ??
    countAt(bytes, flat, path) ??
    countAt(bytes, ofStart, `${path}message.usage.`);
  return {
    input: () => first(metrics.input, usage.input, body.promptTokens, startUsage.input),
    output: () => first(metrics.output, usage.output, body.generationTokens, ABSENT),
    cacheRead: () => first(metrics.cacheRead, usage.cacheRead, ABSENT, startUsage.cacheRead),
    cacheWrite: () => first(metrics.cacheWrite, usage.cacheWrite, ABSENT, startUsage.cacheWrite),
  };
}

/**
 * How long cache writes were asked to live, from the one place that says so. A split that cannot be read is
 * no split: the total then stays without a time-to-live.
 */
function cacheWriteSplit(bytes: Buffer, body: ResponseBody): CacheWrites {
  const { usage, startUsage } = body;
  if (usage.cacheDetails !== ABSENT) return cacheDetails(bytes, usage.cacheDetails);
  const split = ephemeral(bytes, usage);
  return split === NO_SPLIT ? ephemeral(bytes, startUsage) : split;
}

function ephemeral(bytes: Buffer, usage: UsageDraft): CacheWrites {
  const { ephemeral5m, ephemeral30m, ephemeral1h } = usage;
  if (ephemeral5m === ABSENT && ephemeral30m === ABSENT && ephemeral1h === ABSENT) return NO_SPLIT;
  return {
    ttl5m: softCountAt(bytes, ephemeral5m) ?? 0,
    ttl30m: softCountAt(bytes, ephemeral30m) ?? 0,
    ttl1h: softCountAt(bytes, ephemeral1h) ?? 0,
  };
}

class CacheDetail {
  ttl = ABSENT;
  tokens = ABSENT;
}

const CACHE_DETAIL = new Shape<CacheDetail>({
  ttl: (r, d) => {
    d.ttl = r.skip();
  },
  inputTokens: (r, d) => {
    d.tokens = r.skip();
  },
});

function cacheDetails(bytes: Buffer, at: number): CacheWrites {
  if (bytes[at] !== OPEN_BRACKET) return NO_SPLIT;
  const sums: Record<string, number> = { '5m': 0, '30m': 0, '1h': 0 };
  const reader = new JsonReader(bytes, at);
  reader.array(() => {
    const detail = new CacheDetail();
    reader.object(CACHE_DETAIL, detail);
    const ttl = stringAt(bytes, detail.ttl);
    const sum = ttl === undefined || !Object.hasOwn(sums, ttl) ? undefined : sums[ttl];
    // A time-to-live that nobody knows yet stays in the rest, which has none.
    if (ttl !== undefined && sum !== undefined) sums[ttl] = sum + (softCountAt(bytes, detail.tokens) ?? 0);
  });
  return { ttl5m: sums['5m'] ?? 0, ttl30m: sums['30m'] ?? 0, ttl1h: sums['1h'] ?? 0 };
}

/**
 * Whether the counts look as seen where a model's stream reported cached tokens inside `inputTokens` as well:
 * the input is no smaller than the cached tokens, and the response's own total adds up only with both.
 */
function looksDoubled(bytes: Buffer, record: RecordDraft, tokens: TokenCounts): boolean {
  const cached = tokens.cacheRead + cacheWriteTokens(tokens);
  if (cached === 0 || tokens.input < cached || record.output.body === null) return false;
  const total = numberAt(bytes, record.output.body.usage.total);
  return total === tokens.input + tokens.output + cached;
}
