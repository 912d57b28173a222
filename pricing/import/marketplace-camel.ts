/**
 * Marketplace dimensions in CamelCase: `CacheWrite1hInputTokenCount_Global`, `InputTokenCount_LCtx_Global_Batch`.
 * @module
 */
import { type Modifiers, type Phrase, phrase, readModifiers } from './modifiers.ts';
import { type SpelledKind, tokenUsage, unitUsage } from './token-usage.ts';
import { type Reading, skipped, unknown } from './usage.ts';

const MODIFIERS: readonly Phrase[] = [
  phrase('LCtx', { longContext: true }),
  phrase('Global', { scope: 'global' }),
  phrase('Batch', { rateClass: 'batch' }),
  phrase('LatencyOptimized', { rateClass: 'latencyOptimized' }),
];

interface Head {
  readonly kind: SpelledKind;
  readonly says?: Partial<Modifiers>;
}

/** Cache kinds contain the name of the input kind: only whole words are compared. */
const TOKENS: Readonly<Record<string, Head>> = {
  CacheReadInputTokenCount: { kind: 'cacheRead' },
  CacheWriteInputTokenCount: { kind: 'cacheWrite' },
  CacheWrite1hInputTokenCount: { kind: 'cacheWrite', says: { ttl: '1h' } },
  InputTokenCount: { kind: 'input' },
  OutputTokenCount: { kind: 'output' },
  // Written before the suffix _Batch was.
  MillionBatchInputTokens: { kind: 'input', says: { rateClass: 'batch' } },
  MillionBatchOutputTokens: { kind: 'output', says: { rateClass: 'batch' } },
};

const RESERVED = /^Reserved_([13])Months?_(Input|Output)TPM_(Geo|Global)$/;
const PROVISIONED = /^ProvisionedThroughput_(NoCommit|1MonthCommit|6MonthsCommit)_ModelUnits_Usage$/;
const COMMITMENT = { NoCommit: 'none', '1MonthCommit': '1-month', '6MonthsCommit': '6-months' } as const;
const CREATED_IMAGE = /^CreatedImage([A-Z][A-Za-z0-9]*)?$/;

/** @param dimension what stands between `MP:<prefix>_` and `-Units` */
export function readCamelDimension(dimension: string): Reading {
  const capacity = readCapacity(dimension);
  if (capacity) return capacity;
  const [head = '', ...words] = dimension.split('_');
  if (head === 'Customization') return skipped('customization');
  if (head === 'ModelStorage') return skipped('storage');
  const reading = readModifiers(words, MODIFIERS);
  if (!reading.ok) return unknown(reading.reason);
  const tokens = Object.hasOwn(TOKENS, head) ? TOKENS[head] : undefined;
  if (tokens) {
    const { says = {} } = tokens;
    if (says.rateClass && reading.modifiers.rateClass) return unknown('says twice what its class is');
    return tokenUsage(tokens.kind, { ...reading.modifiers, ...says }, { name: null, endpoint: 'runtime' });
  }
  const created = CREATED_IMAGE.exec(head);
  if (created || head === 'InputImageCount') {
    const meter = { meter: 'unit', unit: 'image', upTo: null, quality: null } as const;
    return unitUsage(meter, reading.modifiers, { name: created?.[1] ?? null, endpoint: 'runtime' });
  }
  return unknown(`unknown dimension ${JSON.stringify(head)}`);
}

function readCapacity(dimension: string): Reading | undefined {
  const usage = {
    name: null,
    endpoint: 'runtime',
    longContext: false,
    rateClass: 'standard',
  } as const;
  const reserved = RESERVED.exec(dimension);
  if (reserved) {
    const side = reserved[2] === 'Input' ? 'input' : 'output';
    const term = reserved[1] === '1' ? '1-month' : '3-months';
    const scope = reserved[3] === 'Global' ? 'global' : 'regional';
    return { status: 'read', usage: { ...usage, scope, meter: { meter: 'reserved', side, term } } };
  }
  const provisioned = PROVISIONED.exec(dimension);
  if (!provisioned) return undefined;
  const commitment = COMMITMENT[provisioned[1] as keyof typeof COMMITMENT];
  return {
    status: 'read',
    usage: { ...usage, scope: 'regional', meter: { meter: 'provisioned', commitment } },
  };
}
