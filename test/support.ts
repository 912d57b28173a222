/**
 * Makers of test data: facts with plain values, and a price list small enough to check by hand.
 * @module
 */
import type { Rater, UsageCost } from '../src/domain/cost.ts';
import { accountId, regionId } from '../src/domain/ids.ts';
import { parseModelId } from '../src/domain/model-id.ts';
import { nanoUsd } from '../src/domain/money.ts';
import { parseCaller } from '../src/domain/principal.ts';
import { NO_QUANTITIES, type Quantities, TOKEN_KINDS, type TokenCounts } from '../src/domain/quantities.ts';
import type { Sku } from '../src/domain/sku.ts';
import { type EpochSeconds, parseInstant } from '../src/domain/time.ts';
import type { InvocationFact } from '../src/domain/usage.ts';

/** An instant from its ISO text; fails loudly on a typo. */
export function at(iso: string): EpochSeconds {
  const instant = parseInstant(iso);
  if (instant === undefined) throw new Error(`bad instant in a test: ${iso}`);
  return instant;
}

export interface FactText
  extends Partial<Omit<InvocationFact, 'at' | 'tokens' | 'caller' | 'model' | 'tags'>> {
  readonly at?: string;
  readonly modelId?: string;
  readonly arn?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly tokens?: Partial<TokenCounts>;
}

let serial = 0;

/** A fact with defaults: one call of Claude Haiku 4.5 in us-east-1. Each has a request id of its own. */
export function fact(text: FactText = {}): InvocationFact {
  serial += 1;
  const { units: _units, ...none } = NO_QUANTITIES;
  return {
    account: accountId('111122223333'),
    region: regionId('us-east-1'),
    requestId: `00000000-0000-4000-8000-${serial.toString(16).padStart(12, '0')}`,
    operation: 'Converse',
    tier: 'standard',
    latency: 'standard',
    units: [],
    errorCode: null,
    inferenceRegion: null,
    maxTokens: null,
    stopReason: 'end_turn',
    toolUses: 0,
    latencyMs: 900,
    firstByteMs: null,
    guardrailAction: null,
    guardrailId: null,
    promptHash: null,
    prefixHashes: null,
    suspectCounts: false,
    ...text,
    at: at(text.at ?? '2026-11-20T10:15:00Z'),
    model: parseModelId(text.modelId ?? 'anthropic.claude-haiku-4-5-20251001-v1:0'),
    caller: parseCaller(text.arn ?? 'arn:aws:sts::111122223333:assumed-role/app/worker-1'),
    tags: new Map(Object.entries(text.tags ?? {})),
    tokens: { ...none, ...text.tokens },
  };
}

/**
 * A price list in pico-dollars per unit, the same for every model but `unpriced.*`. Odd rates, so that rounding
 * is exercised: 0.7 nano-dollars per input token.
 */
export const TEST_RATES_PICO: Readonly<Record<keyof Quantities, number>> = {
  input: 700,
  output: 2_900,
  cacheRead: 70,
  cacheWrite: 875,
  cacheWrite5m: 875,
  cacheWrite30m: 875,
  cacheWrite1h: 1_400,
  units: 40_000_123,
};

/** Rates of {@link TEST_RATES_PICO}; models whose id starts with `unpriced` have none, `nocache` none for caching. */
export function testRater(version = 'test prices'): Rater {
  return { version, rate: rateForTests, knowsModel: (model) => !model.includes('unpriced') };
}

function rateForTests(sku: Sku, _at: EpochSeconds, quantities: Quantities): UsageCost {
  const model = sku.model ?? '';
  const kinds = [...TOKEN_KINDS, 'units' as const].filter((kind) => quantities[kind] > 0);
  const lacks = (kind: keyof Quantities): boolean => {
    if (model === '' || model.includes('unpriced')) return true;
    if ((kind === 'units') === (sku.unit === 'token')) return true;
    return model.includes('nocache') && kind.startsWith('cache');
  };
  const unpricedKinds = kinds.filter(lacks);
  let exact = 0n;
  let rounded = 0n;
  const part = (...names: (keyof Quantities)[]) => {
    for (const name of names) {
      if (!unpricedKinds.includes(name)) exact += BigInt(quantities[name]) * BigInt(TEST_RATES_PICO[name]);
    }
    const before = rounded;
    rounded = (exact + 500n) / 1000n;
    return nanoUsd(rounded - before);
  };
  return {
    cost: {
      input: part('input'),
      output: part('output'),
      cacheRead: part('cacheRead'),
      cacheWrite: part('cacheWrite', 'cacheWrite5m', 'cacheWrite30m', 'cacheWrite1h'),
      units: part('units'),
    },
    unpricedTokens: unpricedKinds.reduce((sum, kind) => (kind === 'units' ? sum : sum + quantities[kind]), 0),
    unpricedKinds,
    reason: unpricedKinds.length > 0 ? 'unknown-model' : null,
  };
}

const NOBODY = 65_534;

/** Root may look anywhere: where the tests run as root, the work is done as nobody. */
export async function withoutPrivileges<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
