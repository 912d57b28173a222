/**
 * The packaged catalogue written as offer files by rules of its own, from AWS's grammars, and imported again: whatever
 * the importer reads differently from how it was written shows as a new or changed price.
 */
import { describe, expect, it } from 'vitest';
import type { PriceRow } from '../../../../pricing/catalog-rows.ts';
import { fixedPricesOf } from '../../../../pricing/fixed-price.ts';
import type { RateClass } from '../../../../pricing/rates.ts';
import { formatRate } from '../../../../src/domain/money.ts';
import { dashed, marketplace, type OfferRowText, PREFIXES } from '../../../offer-rows.ts';
import { book } from '../fixture.ts';
import { FM, importAll, NOW, offersOf } from './fixture.ts';

const MARKETPLACE = new Set(['Anthropic', 'OpenAI', 'Cohere', 'AI21 Labs', 'Writer']);
const MANTLE = new Set(['xAI', 'Moonshot AI', 'Z AI', 'Google']);
const KINDS = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite30m', 'cacheWrite1h'] as const;
type Kind = (typeof KINDS)[number];

const CAMEL: Readonly<Record<Kind, string>> = {
  input: 'InputTokenCount',
  output: 'OutputTokenCount',
  cacheRead: 'CacheReadInputTokenCount',
  cacheWrite5m: 'CacheWriteInputTokenCount',
  cacheWrite30m: '',
  cacheWrite1h: 'CacheWrite1hInputTokenCount',
};
const SNAKE: Readonly<Record<Kind, string>> = {
  input: 'input_tokens',
  output: 'output_tokens',
  cacheRead: 'cache_read_tokens',
  cacheWrite5m: 'cache_write_tokens',
  cacheWrite30m: 'cache_write_tokens_30m',
  cacheWrite1h: 'cache_write_tokens_1h',
};
const DASHED: Readonly<Record<Kind, string>> = {
  input: 'input-tokens',
  output: 'output-tokens',
  cacheRead: 'cache-read-input-token-count',
  cacheWrite5m: 'cache-write-input-token-count',
  cacheWrite30m: 'cache-write-input-token-count-30m',
  cacheWrite1h: 'cache-write-input-token-count-1h',
};
const CAMEL_CLASS: Readonly<Partial<Record<RateClass, string>>> = {
  standard: '',
  batch: '_Batch',
  latencyOptimized: '_LatencyOptimized',
};
const DASHED_CLASS: Readonly<Record<RateClass, string>> = {
  standard: '',
  batch: '-batch',
  flex: '-flex',
  priority: '-priority',
  latencyOptimized: '-latency-optimized',
};

/** USD per 1,000 tokens, with ten decimals as AWS prints them. */
function perThousand(rate: NonNullable<PriceRow['rates']['input']>): string {
  const [whole = '0', fraction = ''] = formatRate(rate, 1_000).split('.');
  return `${whole}.${fraction.padEnd(10, '0')}`;
}

function write(row: PriceRow, region: string, kind: Kind): OfferRowText | undefined {
  const rate = row.rates[kind];
  const card = book.models.get(row.model);
  if (rate === null || card === undefined) return undefined;
  const long = (row.bands[0] ?? 0) > 0;
  const global = row.scope === 'global';
  if (MARKETPLACE.has(card.provider) && !row.model.includes('gpt-oss')) {
    const snake = /opus-4-[78]|-5(-5)?$|gpt-/.test(row.model);
    const camelClass = CAMEL_CLASS[row.rateClass];
    if (!snake && camelClass === undefined) return undefined;
    const dimension = snake
      ? `${SNAKE[kind]}${long ? '_long_ctx' : ''}${global ? '_global' : ''}_${row.rateClass}`
      : `${CAMEL[kind]}${long ? '_LCtx' : ''}${global ? '_Global' : ''}${camelClass}`;
    return marketplace(region, card.name, dimension, formatRate(rate));
  }
  if (MANTLE.has(card.provider)) {
    const [, spelled = '', ttl = ''] =
      /^([a-z-]+?-tokens)(-\w+)?$/.exec(SNAKE[kind].replaceAll('_', '-')) ?? [];
    const tail = `${spelled}${ttl}${long ? '-long-ctx' : ''}${global ? '-global' : ''}-${row.rateClass}`;
    return dashed(region, `${row.model}-mantle-${tail}`, perThousand(rate));
  }
  const scope = { regional: '', global: '-cross-region-global', custom: '-custom-model' }[row.scope];
  const order = [long ? '-long-context' : '', scope, DASHED_CLASS[row.rateClass]];
  const modifiers = (kind === 'output' ? order.toReversed() : order).join('');
  const name = card.name.replaceAll(' ', '');
  return dashed(region, `${name}-${DASHED[kind]}${modifiers}`, perThousand(rate), { model: card.name });
}

const rows = new Map<string, OfferRowText[]>([['AmazonBedrockService/us-east-1', []]]);
let written = 0;
const inForce = book.rows.filter((row) => row.unit === null && row.from <= NOW && NOW < row.to);
for (const region of Object.keys(PREFIXES)) {
  for (const row of inForce.filter(({ regions }) => (regions as readonly string[]).includes(region))) {
    for (const kind of KINDS) {
      const offer = write(row, region, kind);
      if (offer === undefined) continue;
      written += 1;
      const key = `${offer.usagetype.includes('MP:') ? FM : 'AmazonBedrock'}/${region}`;
      rows.set(key, [...(rows.get(key) ?? []), offer]);
    }
  }
}

const FIXED: Readonly<Record<string, readonly [dashed: string, unit: string, per: number]>> = {
  noCommitment: ['ProvisionedThroughput-NoCommit-ModelUnits', 'hour', 1],
  oneMonth: ['ProvisionedThroughput-1month-ModelUnits', 'hour', 1],
  sixMonths: ['ProvisionedThroughput-6month-ModelUnits', 'hour', 1],
  input1Month: ['reserved-1-month-input-tokens-per-minute-cross-region', '1KTPMHour', 1],
  input3Months: ['reserved-3-months-input-tokens-per-minute-cross-region', '1KTPMHour', 1],
  output1Month: ['reserved-1-month-output-tokens-per-minute-cross-region', '1KTPMHour', 1],
  output3Months: ['reserved-3-months-output-tokens-per-minute-cross-region', '1KTPMHour', 1],
  trainingMillionTokens: ['Customization-Training', '1K tokens', 1_000],
  trainingHour: ['RFT-Training-Hours', 'hour', 1],
  trainingImage: ['Customization-Training', 'Images Processed', 1],
  storageMonth: ['Customization-Storage', 'Model/month', 1],
};
const POLICIES: Readonly<Record<string, string>> = {
  'content-policy': 'ContentPolicyUnitsConsumed',
  'topic-policy': 'TopicPolicyUnitsConsumed',
  'word-policy': 'WordPolicyUnitsConsumed',
  'sensitive-information-policy': 'SensitiveInformationPolicyPaidUnitsConsumed',
  'sensitive-information-policy-free': 'SensitiveInformationPolicyFreeUnitsConsumed',
};
const fixedRows = new Map<string, OfferRowText[]>();
let fixedWritten = 0;
function addFixed(region: string, body: string, usd: string, unit: string, attributes = {}): void {
  if (!(region in PREFIXES)) return;
  const key = `AmazonBedrock/${region}`;
  fixedRows.set(key, [...(fixedRows.get(key) ?? []), dashed(region, body, usd, attributes, unit)]);
  fixedWritten += 1;
}
for (const price of fixedPricesOf(book)) {
  const card = book.models.get(price.model);
  const [dash = '', unit = '', per = 1] = FIXED[price.term] ?? [];
  const scope = price.kind === 'reserved' ? (price.scope === 'global' ? '-global' : '-geo') : '';
  const usd = (Number(formatRate(price.rate, 1_000_000)) / 1_000_000 / (per === 1 ? 1 : 1_000)).toFixed(10);
  if (price.model.startsWith('amazon.custom-model-import')) {
    const [kind, of] =
      price.term === 'importUnitMinute'
        ? ['Inference', 'Custom Model Unit per min']
        : ['Storage', 'Model/month'];
    for (const family of ['Llama', 'Qwen2-5-VL']) {
      const version = `v${price.model.slice(-1)}:0`;
      addFixed(price.region, `${family}-CustomModelImport-${kind}-${version}`, usd, of, { model: family });
    }
    if (price.region in PREFIXES) fixedWritten -= 1;
  } else addFixed(price.region, `${card?.name.replaceAll(' ', '')}-${dash}${scope}`, usd, unit);
}
for (const row of book.rows.filter(({ unit }) => (unit?.unit ?? '') in POLICIES)) {
  for (const region of row.regions) {
    const usd = formatRate(row.rates.units ?? fail(), 1);
    addFixed(region, `Guardrail-${POLICIES[row.unit?.unit ?? '']}`, usd, 'TextUnit');
  }
}
function fail(): never {
  throw new Error('a unit row without a rate');
}

describe('capacity, fees and guardrails written as offer files', () => {
  const { report, version } = importAll(offersOf(fixedRows));
  it('are read back as they are in the book', () => {
    expect(fixedWritten).toBeGreaterThan(150);
    expect(report.unknownSamples).toEqual([]);
    expect(report.skipped).toEqual({});
    expect(report.ambiguous).toEqual([]);
    expect(report.added).toEqual([]);
    expect(report.changed).toEqual([]);
    expect(report.unchanged).toBe(fixedWritten);
    expect(version.catalog).toEqual([]);
  });
});

describe('the catalogue written as offer files', () => {
  const { report, version } = importAll(offersOf(rows));

  it('is most of it', () => expect(written).toBeGreaterThan(3_000));
  it('is understood to the last row', () => {
    expect(report.unknownSamples).toEqual([]);
    expect(report.ambiguous).toEqual([]);
    expect(report.skipped).toEqual({});
  });
  it('differs from the book in nothing', () => {
    expect(report.added).toEqual([]);
    expect(report.changed).toEqual([]);
    expect(report.unchanged).toBe(written);
    expect(version.catalog).toEqual([]);
  });
});
