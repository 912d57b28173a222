/**
 * Offer files of the AWS Price List for tests: rows in every grammar, with the shape that the bulk files have. Prices
 * are those of the AWS pricing page and of offer files as quoted in public, written out by hand.
 */

export interface OfferRowText {
  readonly usagetype: string;
  readonly region: string;
  readonly unit: string;
  readonly usd: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly description?: string;
  readonly effectiveDate?: string;
  readonly sku?: string;
  /** Replaces parts of the price dimension. */
  readonly dimension?: Readonly<Record<string, unknown>>;
  /** More price dimensions of the same term. */
  readonly moreDimensions?: readonly unknown[];
  /** Terms instead of the one of the row. */
  readonly terms?: unknown;
}

export interface OfferTextOptions {
  readonly serviceCode: string;
  readonly region: string;
  readonly rows: readonly OfferRowText[];
  readonly version?: string;
  readonly published?: string;
  /** Order of products, attributes and terms; the same texts in any order are the same offer. */
  readonly order?: <T>(items: readonly T[]) => readonly T[];
}

export const PREFIXES: Readonly<Record<string, string>> = {
  'us-east-1': 'USE1',
  'us-west-2': 'USW2',
  'eu-west-1': 'EU',
  'eu-central-1': 'EUC1',
  'ap-south-1': 'APS3',
};
export const EFFECTIVE = '2026-10-01T00:00:00Z';
export const PUBLISHED = '2026-10-08T13:01:14Z';

/** An SKU that is the same for the same row. */
function skuOf({ usagetype, region, attributes = {} }: OfferRowText): string {
  const text = JSON.stringify([usagetype, region, Object.entries(attributes).sort()]);
  let hash = 7;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) >>> 0;
  return `SKU${hash.toString(36).toUpperCase().padStart(8, '0')}`;
}

/** The JSON text of one offer file. */
export function offerText(options: OfferTextOptions): string {
  const { serviceCode, region, rows, version = '20261008130114', published = PUBLISHED } = options;
  const order = options.order ?? ((items) => items);
  const entries = order(rows).map((row) => {
    const sku = row.sku ?? skuOf(row);
    const attributes = {
      servicecode: serviceCode,
      usagetype: row.usagetype,
      regionCode: row.region,
      location: `location of ${row.region}`,
      ...row.attributes,
    };
    const shuffled = Object.fromEntries(order(Object.entries(attributes)));
    return { sku, row, product: Object.fromEntries(order(Object.entries({ sku, attributes: shuffled }))) };
  });
  const products = Object.fromEntries(entries.map(({ sku, product }) => [sku, product]));
  const onDemand = Object.fromEntries(
    order(entries).map(({ sku, row }) => [sku, row.terms ?? termOf(sku, row)]),
  );
  const file = {
    formatVersion: 'v1.0',
    offerCode: serviceCode,
    version,
    publicationDate: published,
    products,
    terms: { OnDemand: onDemand },
  };
  return JSON.stringify({ ...Object.fromEntries(order(Object.entries(file))), disclaimer: `for ${region}` });
}

function termOf(sku: string, row: OfferRowText): unknown {
  const code = `${sku}.JRTCKXETXF`;
  const dimension = {
    unit: row.unit,
    description: row.description ?? `$${row.usd} per ${row.unit} for ${row.usagetype}`,
    beginRange: '0',
    endRange: 'Inf',
    pricePerUnit: { USD: row.usd },
    appliesTo: [],
    ...row.dimension,
  };
  const all = [dimension, ...(row.moreDimensions ?? [])];
  const priceDimensions = Object.fromEntries(all.map((one, i) => [`${code}.6YS6EN2CT${i}`, one]));
  return {
    [code]: { sku, effectiveDate: row.effectiveDate ?? EFFECTIVE, priceDimensions, termAttributes: {} },
  };
}

const prefix = (region: string): string => PREFIXES[region] ?? 'XXX1';

/** A row of AmazonBedrock, priced per 1,000 tokens. */
export const dashed = (
  region: string,
  body: string,
  usd: string,
  attributes: Readonly<Record<string, string>> = {},
  unit = '1K tokens',
): OfferRowText => ({ usagetype: `${prefix(region)}-${body}`, region, unit, usd, attributes });

/** A row of AmazonBedrockFoundationModels, priced per million tokens. */
export const marketplace = (
  region: string,
  name: string,
  dimension: string,
  usd: string,
  more: Partial<OfferRowText> = {},
): OfferRowText => ({
  usagetype: `${prefix(region)}-MP:${prefix(region)}_${dimension}-Units`,
  region,
  unit: '1M tokens',
  usd,
  attributes: { servicename: `${name} (Amazon Bedrock Edition)` },
  description: `AWS Marketplace software usage|${region}|${dimension}`,
  ...more,
});

const haiku = (region: string): OfferRowText[] =>
  (
    [
      ['InputTokenCount', '1.1000000000'],
      ['InputTokenCount_Global', '1.0000000000'],
      ['OutputTokenCount', '5.5000000000'],
      ['OutputTokenCount_Global', '5.0000000000'],
      ['CacheReadInputTokenCount', '0.1100000000'],
      ['CacheReadInputTokenCount_Global', '0.1000000000'],
      ['CacheWriteInputTokenCount', '1.3750000000'],
      ['CacheWriteInputTokenCount_Global', '1.2500000000'],
      ['CacheWrite1hInputTokenCount', '2.2000000000'],
      ['CacheWrite1hInputTokenCount_Global', '2.0000000000'],
      ['InputTokenCount_Batch', '0.5500000000'],
      ['OutputTokenCount_Batch', '2.7500000000'],
      ['InputTokenCount_Global_Batch', '0.5000000000'],
      ['OutputTokenCount_Global_Batch', '2.5000000000'],
    ] as const
  ).map(([dimension, usd]) => marketplace(region, 'Claude Haiku 4.5', dimension, usd));

const opus = (region: string): OfferRowText[] =>
  (
    [
      ['input_tokens_standard', '4.4000000000'],
      ['input_tokens_global_standard', '4.0000000000'],
      ['output_tokens_standard', '22.0000000000'],
      ['output_tokens_global_standard', '20.0000000000'],
      ['cache_read_tokens_standard', '0.2200000000'],
      ['cache_read_tokens_global_standard', '0.2000000000'],
      ['cache_write_tokens_standard', '5.5000000000'],
      ['cache_write_tokens_global_standard', '5.0000000000'],
      ['cache_write_tokens_1h_standard', '8.8000000000'],
      ['cache_write_tokens_1h_global_standard', '8.0000000000'],
    ] as const
  ).map(([dimension, usd]) => marketplace(region, 'Claude Opus 5.5', dimension, usd));

const longContext = (region: string): OfferRowText[] => [
  ...(
    [
      ['InputTokenCount', '3.3'],
      ['OutputTokenCount', '16.5'],
      ['InputTokenCount_Global', '3'],
      ['InputTokenCount_LCtx', '6.6'],
      ['OutputTokenCount_LCtx', '24.75'],
      ['InputTokenCount_LCtx_Global', '6'],
      ['OutputTokenCount_LCtx_Global', '22.5'],
    ] as const
  ).map(([dimension, usd]) => marketplace(region, 'Claude Sonnet 4.5', dimension, usd)),
  ...(region.startsWith('us-') ? astra(region) : []),
];

/** Sold by regional profiles of the United States only, as far as the catalogue knows. */
export const astra = (region: string): OfferRowText[] =>
  (
    [
      ['input_tokens_standard', '11'],
      ['output_tokens_standard', '55'],
      ['cache_write_tokens_30m_standard', '13.75'],
      ['input_tokens_long_ctx_standard', '22'],
      ['output_tokens_long_ctx_standard', '82.5'],
      ['input_tokens_global_standard', '10'],
      ['cache_read_tokens_global_standard', '1'],
      ['cache_write_tokens_30m_global_standard', '12.5'],
      ['output_tokens_long_ctx_global_standard', '75'],
    ] as const
  ).map(([dimension, usd]) => marketplace(region, 'OpenAI GPT-6 Astra', dimension, usd));

const notTokens = (region: string): OfferRowText[] => [
  marketplace(region, 'Claude Haiku 4.5', 'Reserved_1Month_InputTPM_Geo', '0.0660000000', {
    unit: '1M TPM Hour',
    description: `AWS Marketplace software usage|${region}|Per Hour per 1K Input TPM Reserved 1 Month Geo`,
  }),
  marketplace(region, 'Claude 3.7 Sonnet', 'ProvisionedThroughput_1MonthCommit_ModelUnits_Usage', '158.40', {
    unit: 'hour',
  }),
  marketplace(region, 'Stable Image Ultra', 'created_image', '0.14', {
    unit: 'Units',
    description: `AWS Marketplace software usage|${region}|Created Image`,
  }),
  marketplace(region, 'Cohere Rerank v3.5', 'search_units', '0.002', { unit: 'Search Units' }),
  // Retired, and still listed; written before there was a unit of a million tokens.
  marketplace(region, 'Claude 3 Haiku', 'MillionBatchInputTokens', '0.125', {
    unit: 'Units',
    description: `AWS Marketplace software usage|${region}|Million Batch Input Tokens`,
  }),
  marketplace(region, 'Claude 3.5 Haiku', 'InputTokenCount_LatencyOptimized', '1'),
];

/** Rows of AmazonBedrockFoundationModels; all of them stand in the packaged catalogue too. */
export const marketplaceRows = (region: string): OfferRowText[] => [
  ...haiku(region),
  ...opus(region),
  ...longContext(region),
  ...(region === 'us-west-2' ? notTokens(region) : []),
];

/** Rows of AmazonBedrock for us-east-1; those that are prices of usage stand in the packaged catalogue too. */
export const dashedRows: readonly OfferRowText[] = [
  dashed('us-east-1', 'NovaLite-input-tokens', '0.0000600000', {
    model: 'Nova Lite',
    service_tier: 'standard',
  }),
  dashed('us-east-1', 'NovaLite-output-tokens', '0.0002400000', { model: 'Nova Lite' }),
  dashed('us-east-1', 'NovaLite-cache-read-input-token-count', '0.0000150000', { model: 'Nova Lite' }),
  dashed('us-east-1', 'NovaLite-cache-write-input-token-count', '0.0000000000', { model: 'Nova Lite' }),
  dashed('us-east-1', 'NovaLite-input-tokens-batch', '0.0000300000', {
    model: 'Nova Lite',
    service_tier: 'batch',
  }),
  dashed('us-east-1', 'NovaMicro-cache-read-input-token-count', '0.0000087500', { model: 'Nova Micro' }),
  dashed('us-east-1', 'Nova2.0Lite-input-tokens', '0.0003300000', { model: 'Nova 2.0 Lite' }),
  dashed('us-east-1', 'Nova2.0Lite-input-tokens-cross-region-global', '0.0003000000', {
    model: 'Nova 2.0 Lite',
  }),
  dashed('us-east-1', 'Nova2.0Lite-input-tokens-flex', '0.0001650000', { model: 'Nova 2.0 Lite' }),
  dashed('us-east-1', 'Nova2.0Lite-input-tokens-priority-cross-region-global', '0.0005250000', {
    model: 'Nova 2.0 Lite',
    service_tier: 'global-priority',
  }),
  dashed('us-east-1', 'Nova2.0Lite-input-tokens-cross-region-global-batch', '0.0001500000', {
    model: 'Nova 2.0 Lite',
    feature: 'On-demand Inference',
  }),
  dashed(
    'us-east-1',
    'NovaPro-input-tokens-latency-optimized',
    '0.0010000000',
    { model: 'Nova Pro' },
    '1k tokens',
  ),
  dashed('us-east-1', 'TitanEmbeddingV2-Text-input-tokens', '0.0000200000'),
  dashed('us-east-1', 'TitanTextG1-Lite-input-tokens', '0.0001500000', { titanModel: 'TitanTextG1-Lite' }),
  dashed('us-east-1', 'AmazonRerank-v1-searchunits', '0.0010000000', {}, 'SearchUnit'),
  dashed('us-east-1', 'gpt-oss-120b-input-tokens', '0.0001500000', { model: 'gpt-oss-120b' }),
  dashed('us-east-1', 'NovaCanvas-T2I-1024-Premium', '0.06', { model: 'Nova Canvas' }, 'image'),
  dashed('us-east-1', 'NovaSonic-speech-input-tokens', '0.0034', { model: 'Nova Sonic' }),
  dashed('us-east-1', 'Nova2.0Omni-input-image-token-count', '0.0003', { model: 'Nova 2.0 Omni' }),
  dashed('us-east-1', 'Nova2.0Lite-input-tokens-custom-model', '0.0003', { feature: 'Model Customization' }),
  dashed('us-east-1', 'Llama3-1-70B-Customization-Training', '0.00799', { model: 'Llama 3.1 70B' }),
  dashed('us-east-1', 'Llama3-1-8B-Customization-Storage', '1.95', { model: 'Llama 3.1 8B' }, 'Model/month'),
  dashed('us-east-1', 'NovaCanvas-ProvisionedThroughput-NoCommitment-ModelUnits', '60.50', {}, 'hour'),
  dashed('us-east-1', 'Nova2.0Lite-ProvisionedThroughput-1month-ModelUnits', '55.00', {}, 'hour'),
  dashed('us-east-1', 'Guardrail-ContentPolicyUnitsConsumed', '0.00015', {}, 'TextUnit'),
];

/** Reserved capacity that the packaged catalogue does not have. */
export const reservedRow = dashed(
  'us-east-1',
  'Nova2.0Lite-reserved-1-month-input-tokens-per-minute-cross-region-geo',
  '0.0198',
  {},
  '1KTPMHour',
);

/** Mantle rows of AmazonBedrock for us-west-2, with the prices of the packaged catalogue. */
export const mantleRows: readonly OfferRowText[] = [
  dashed('us-west-2', 'moonshotai.kimi-k3-mantle-input-tokens-standard', '0.0033000000'),
  dashed('us-west-2', 'moonshotai.kimi-k3-mantle-input-tokens-global-standard', '0.0030000000'),
  dashed('us-west-2', 'moonshotai.kimi-k3-mantle-output-tokens-standard', '0.0165000000'),
  dashed('us-west-2', 'moonshotai.kimi-k3-mantle-cache-read-tokens-standard', '0.0003300000'),
  dashed('us-west-2', 'moonshotai.kimi-k3-mantle-cache-write-tokens-30m-standard', '0.0041250000'),
];
