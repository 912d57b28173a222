/**
 * The foundation models that the simulated Bedrock offers: those that the world calls, and some others.
 * @module
 */
import { MODELS } from '../../world/models.ts';

type Modality = 'TEXT' | 'IMAGE' | 'EMBEDDING' | 'VIDEO' | 'SPEECH';

export interface ModelEntry {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly input: readonly Modality[];
  readonly output: readonly Modality[];
  /** `ON_DEMAND` by its bare id, `INFERENCE_PROFILE` by profiles only. */
  readonly types: readonly ('ON_DEMAND' | 'PROVISIONED' | 'INFERENCE_PROFILE')[];
  /** Scopes of the system-defined profiles. */
  readonly profiles: readonly ('geo' | 'global')[];
  /** UTC days. */
  readonly start: string;
  readonly legacy?: string;
  readonly extended?: string;
  readonly end?: string;
}

type More = Partial<ModelEntry>;
const entry = (provider: string, id: string, name: string, start: string, more: More = {}): ModelEntry => ({
  id,
  name,
  provider,
  input: ['TEXT'],
  output: ['TEXT'],
  types: ['ON_DEMAND'],
  profiles: [],
  start,
  ...more,
});

const PROFILES: More = {
  types: ['INFERENCE_PROFILE'],
  profiles: ['geo', 'global'],
  input: ['TEXT', 'IMAGE'],
};
const BOTH: More = { types: ['ON_DEMAND', 'INFERENCE_PROFILE'], profiles: ['geo'] };
const claude = (id: string, name: string, start: string, more: More = PROFILES) =>
  entry('Anthropic', id, name, start, more);

export const CATALOGUE: readonly ModelEntry[] = [
  claude(MODELS.sonnet.id, 'Claude Sonnet 5.5', '2026-09-28'),
  claude('anthropic.claude-sonnet-5', 'Claude Sonnet 5', '2026-06-02'),
  claude(MODELS.opus.id, 'Claude Opus 5.5', '2026-10-05'),
  claude('anthropic.claude-opus-5', 'Claude Opus 5', '2026-06-30'),
  claude('anthropic.claude-opus-4-8', 'Claude Opus 4.8', '2026-04-14'),
  claude('anthropic.claude-sonnet-4-6', 'Claude Sonnet 4.6', '2026-02-17'),
  claude('anthropic.claude-opus-4-6-v1', 'Claude Opus 4.6', '2026-02-05'),
  claude(MODELS.sonnet45.id, 'Claude Sonnet 4.5', '2025-09-29'),
  claude(MODELS.haiku45.id, 'Claude Haiku 4.5', '2025-10-15'),
  claude('anthropic.claude-sonnet-4-20250514-v1:0', 'Claude Sonnet 4', '2025-05-22', {
    ...PROFILES,
    legacy: '2026-04-14',
    extended: '2026-07-14',
    end: '2026-12-14',
  }),
  claude(MODELS.haiku3.id, 'Claude 3 Haiku', '2024-03-13', {
    ...BOTH,
    input: ['TEXT', 'IMAGE'],
    legacy: '2026-03-10',
    extended: '2026-06-10',
    end: '2027-01-15',
  }),
  entry('Amazon', MODELS.novaLite.id, 'Nova Lite', '2024-12-03', {
    ...BOTH,
    input: ['TEXT', 'IMAGE', 'VIDEO'],
  }),
  entry('Amazon', MODELS.novaPro.id, 'Nova Pro', '2024-12-03', {
    ...BOTH,
    input: ['TEXT', 'IMAGE', 'VIDEO'],
    types: ['ON_DEMAND', 'PROVISIONED', 'INFERENCE_PROFILE'],
  }),
  entry('Amazon', 'amazon.nova-micro-v1:0', 'Nova Micro', '2024-12-03', BOTH),
  entry('Amazon', 'amazon.nova-premier-v1:0', 'Nova Premier', '2025-04-30', BOTH),
  entry('Amazon', MODELS.nova2Lite.id, 'Nova 2 Lite', '2025-12-02', PROFILES),
  entry('Amazon', MODELS.novel.id, 'Nova 3 Pro Preview', '2026-11-09', { ...PROFILES, profiles: ['geo'] }),
  entry('Amazon', MODELS.titanEmbed.id, 'Titan Text Embeddings V2', '2024-04-30', { output: ['EMBEDDING'] }),
  entry('Amazon', 'amazon.nova-canvas-v1:0', 'Nova Canvas', '2024-12-03', {
    input: ['TEXT', 'IMAGE'],
    output: ['IMAGE'],
  }),
  entry('Amazon', 'amazon.nova-reel-v1:1', 'Nova Reel', '2025-04-07', {
    input: ['TEXT', 'IMAGE'],
    output: ['VIDEO'],
  }),
  entry('Meta', MODELS.llama.id, 'Llama 3.3 70B Instruct', '2024-12-19', BOTH),
  entry('Meta', 'meta.llama3-1-8b-instruct-v1:0', 'Llama 3.1 8B Instruct', '2024-07-23', BOTH),
  entry('Mistral AI', MODELS.mistral.id, 'Mistral Large (24.07)', '2024-07-24', {
    legacy: '2026-05-01',
    end: '2026-12-31',
  }),
  entry('OpenAI', MODELS.gptOss.id, 'gpt-oss-120b', '2025-08-05'),
  entry('OpenAI', 'openai.gpt-oss-20b-1:0', 'gpt-oss-20b', '2025-08-05'),
  entry('DeepSeek', 'deepseek.r1-v1:0', 'DeepSeek-R1', '2025-03-10', BOTH),
  entry('Cohere', 'cohere.embed-v4:0', 'Embed v4', '2025-10-02', { output: ['EMBEDDING'] }),
];

/** Whether a Region has a model: the preview is in the US alone. */
export const isOffered = (model: ModelEntry, region: string): boolean =>
  model.id !== MODELS.novel.id || region.startsWith('us-');

export const foundationModelArn = (region: string, id: string): string =>
  `arn:aws:bedrock:${region}::foundation-model/${id}`;
