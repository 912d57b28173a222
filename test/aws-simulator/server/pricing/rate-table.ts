/**
 * What the simulated AWS charges: a small table of its own, taken from the public price list by hand, so that
 * it cannot agree with a mistake in the product's.
 * @module
 */
import { MODELS } from '../../world/models.ts';

export const KINDS = ['input', 'output', 'cacheRead', 'cacheWrite', 'cacheWrite1h'] as const;
export type Kind = (typeof KINDS)[number];

/** USD per million tokens. */
export type Rates = Readonly<Partial<Record<Kind, number>>>;

export interface RateEntry {
  readonly model: string;
  /** How its usage types are spelled: see `usage-type.ts`. */
  readonly grammar: 'dashed' | 'camel' | 'snake';
  /** The model's name within usage types and attributes; the marketplace product's for the others. */
  readonly label: string;
  readonly provider: string;
  /** The price list's attribute `model`, where it has one. */
  readonly name?: string;
  readonly regional: Rates;
  /** By Region, where it is not the price of the US. */
  readonly byRegion?: Readonly<Record<string, Rates>>;
  readonly global?: Rates;
  /** Another price for the whole request above so many prompt tokens. */
  readonly longContext?: { readonly above: number; readonly input: number; readonly output: number };
  /** Prices before a UTC day. */
  readonly before?: { readonly day: string; readonly regional: Rates; readonly global: Rates };
  /** Not in the price list yet. */
  readonly unlisted?: true;
}

const rates = (
  input: number,
  output: number,
  cacheRead?: number,
  cacheWrite?: number,
  cacheWrite1h?: number,
): Rates => ({
  input,
  output,
  ...(cacheRead === undefined ? {} : { cacheRead }),
  ...(cacheWrite === undefined ? {} : { cacheWrite }),
  ...(cacheWrite1h === undefined ? {} : { cacheWrite1h }),
});

const claude = (grammar: 'camel' | 'snake', model: string, label: string) => ({
  model,
  grammar,
  label: `${label} (Amazon Bedrock Edition)`,
  provider: 'Anthropic',
});
const dashed = (model: string, label: string, name: string, provider = 'Amazon') => ({
  model,
  grammar: 'dashed' as const,
  label,
  provider,
  name,
});

export const RATE_TABLE: readonly RateEntry[] = [
  {
    ...claude('snake', MODELS.sonnet.id, 'Claude Sonnet 5.5'),
    regional: rates(2.2, 11, 0.11, 2.75, 4.4),
    global: rates(2, 10, 0.1, 2.5, 4),
    before: {
      day: '2026-10-07',
      regional: rates(2.2, 11, 0.22, 2.75, 4.4),
      global: rates(2, 10, 0.2, 2.5, 4),
    },
  },
  {
    ...claude('snake', MODELS.sonnet.successorOf.id, 'Claude Sonnet 5'),
    regional: rates(2.2, 11, 0.22, 2.75, 4.4),
    global: rates(2, 10, 0.2, 2.5, 4),
  },
  {
    ...claude('snake', MODELS.opus.id, 'Claude Opus 5.5'),
    regional: rates(4.4, 22, 0.22, 5.5, 8.8),
    global: rates(4, 20, 0.2, 5, 8),
  },
  {
    ...claude('snake', MODELS.opus.successorOf.id, 'Claude Opus 5'),
    regional: rates(5.5, 27.5, 0.55, 6.875, 11),
    global: rates(5, 25, 0.5, 6.25, 10),
  },
  {
    ...claude('camel', MODELS.sonnet45.id, 'Claude Sonnet 4.5'),
    regional: rates(3.3, 16.5, 0.33, 4.125, 6.6),
    global: rates(3, 15, 0.3, 3.75, 6),
    longContext: { above: 200_000, input: 2, output: 1.5 },
  },
  {
    ...claude('camel', MODELS.haiku45.id, 'Claude Haiku 4.5'),
    regional: rates(1.1, 5.5, 0.11, 1.375, 2.2),
    global: rates(1, 5, 0.1, 1.25, 2),
  },
  { ...claude('camel', MODELS.haiku3.id, 'Claude 3 Haiku'), regional: rates(0.25, 1.25) },
  { ...dashed(MODELS.novaLite.id, 'NovaLite', 'Nova Lite'), regional: rates(0.06, 0.24, 0.015, 0) },
  {
    ...dashed(MODELS.novaPro.id, 'NovaPro', 'Nova Pro'),
    regional: rates(0.8, 3.2, 0.2, 0),
    byRegion: { 'eu-west-1': rates(0.92, 3.68, 0.23, 0) },
  },
  {
    ...dashed(MODELS.nova2Lite.id, 'Nova2.0Lite', 'Nova 2.0 Lite'),
    regional: rates(0.33, 2.75, 0.0825, 0),
    global: rates(0.3, 2.5, 0.075, 0),
  },
  {
    ...dashed(MODELS.novel.id, 'Nova3.0ProPreview', 'Nova 3.0 Pro Preview'),
    regional: rates(1.5, 12, 0.375, 0),
    unlisted: true,
  },
  {
    ...dashed(MODELS.titanEmbed.id, 'TitanEmbeddingV2-Text', 'TitanEmbeddingV2-Text'),
    regional: { input: 0.02 },
  },
  { ...dashed(MODELS.llama.id, 'Llama3-3-70B', 'Llama 3.3 70B', 'Meta'), regional: rates(0.72, 0.72) },
  {
    ...dashed(MODELS.mistral.id, 'MistralLarge2407', 'Mistral Large 2407', 'Mistral AI'),
    regional: rates(2, 6),
  },
  { ...dashed(MODELS.gptOss.id, 'gpt-oss-120b', 'gpt-oss-120b', 'OpenAI'), regional: rates(0.15, 0.6) },
];
