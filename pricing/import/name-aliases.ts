/**
 * Names of the AWS Price List and of bills that no rule derives from the model's own name. Each was seen in an offer
 * file (2026-05 to 2026-10) or on a bill.
 * @module
 */
import type { SkipKind } from './usage.ts';

/** Model id by names; spelling is compared without case, spaces, hyphens and underscores. */
export const NAME_ALIASES: Readonly<Record<string, readonly string[]>> = {
  'amazon.nova-2-lite-v1:0': ['Nova 2.0 Lite'],
  'amazon.nova-2-pro-preview-20251202-v1:0': ['Nova 2.0 Pro'],
  'amazon.nova-2-sonic-v1:0': ['Nova Sonic 2.0', 'Nova 2.0 Sonic'],
  'amazon.titan-embed-text-v2:0': [
    'TitanEmbeddingV2-Text',
    'TitanEmbeddingsV2-Text',
    'TitanEmbeddingsV2-Text-input',
    'Titan Embeddings V2 Text',
  ],
  'amazon.titan-embed-image-v1': ['TitanEmbeddingsG1-Image', 'Titan Embeddings G1 Multimodal'],
  'amazon.titan-text-express-v1': ['TitanTextG1-Express'],
  'amazon.titan-text-lite-v1': ['TitanTextG1-Lite'],
  'amazon.rerank-v1:0': ['AmazonRerank-v1', 'Amazon Rerank v1'],
  'deepseek.r1-v1:0': ['R1'],
  'meta.llama3-3-70b-instruct-v1:0': ['Llama 3.3 70B', 'Llama3-3-70B'],
  'meta.llama3-2-90b-instruct-v1:0': ['Llama 3.2 90B', 'Llama3-2-90B'],
  'meta.llama3-2-11b-instruct-v1:0': ['Llama 3.2 11B', 'Llama3-2-11B'],
  'meta.llama3-2-3b-instruct-v1:0': ['Llama 3.2 3B', 'Llama3-2-3B'],
  'meta.llama3-2-1b-instruct-v1:0': ['Llama 3.2 1B', 'Llama3-2-1B'],
  'meta.llama3-1-405b-instruct-v1:0': ['Llama 3.1 405B', 'Llama3-1-405B'],
  'meta.llama3-1-70b-instruct-v1:0': ['Llama 3.1 70B', 'Llama3-1-70B'],
  'meta.llama3-1-8b-instruct-v1:0': ['Llama 3.1 8B', 'Llama3-1-8B'],
  'meta.llama3-70b-instruct-v1:0': ['Llama 3 70B'],
  'meta.llama3-8b-instruct-v1:0': ['Llama 3 8B'],
  'mistral.mistral-large-2402-v1:0': ['Mistral Large'],
  'mistral.mistral-small-2402-v1:0': ['Mistral Small'],
  'mistral.devstral-2-123b': ['Devstral'],
  'mistral.ministral-3-14b-instruct': ['Ministral 14B 3.0'],
  'mistral.ministral-3-8b-instruct': ['Ministral 8B 3.0'],
  'mistral.ministral-3-3b-instruct': ['Ministral 3B 3.0'],
  'mistral.voxtral-small-24b-2507': ['Voxtral Small 1.0'],
  'mistral.voxtral-mini-3b-2507': ['Voxtral Mini 1.0'],
  'nvidia.nemotron-nano-3-30b': ['Nemotron Nano 3 30B', 'NVIDIA Nemotron Nano 3 30B'],
  'cohere.command-text-v14': ['Cohere Generate Model - Command'],
  'cohere.command-light-text-v14': ['Cohere Generate Model - Command-Light'],
  'cohere.embed-v4:0': ['Cohere Embed 4 Model'],
  'cohere.embed-english-v3': ['Cohere Embed 3 Model - English'],
  'cohere.embed-multilingual-v3': ['Cohere Embed Model 3 - Multilingual'],
  'cohere.rerank-v3-5:0': ['Cohere Rerank v3.5', 'Rerank v3.5'],
  'luma.ray-v2:0': ['Ray v2', 'Luma Ray v2'],
  'stability.sd3-large-v1:0': ['SD3 Large 1.0'],
  'stability.sd3-5-large-v1:0': ['Stable Diffusion 3.5 Large v1.0'],
  'stability.stable-image-core-v1:0': ['Stable Image Core 1.0', 'Stable Image Core v1.0'],
  'stability.stable-image-core-v1:1': ['Stable Image Core 1.1', 'Stable Image Core v1.1'],
  'stability.stable-image-ultra-v1:0': ['Stable Image Ultra 1.0', 'Stable Image Ultra v1.0'],
  'stability.stable-image-ultra-v1:1': ['Stable Image Ultra 1.1', 'Stable Image Ultra v1.1'],
};

/** Names of rows that stand for no model id, or for one whose price usage records do not tell. */
export const NAMES_WITHOUT_ID: Readonly<Record<string, SkipKind>> = {
  Claude: 'no-model-id',
  'Claude (100K)': 'no-model-id',
  'Claude Instant (100K)': 'no-model-id',
  'Llama 3.3 70B Custom': 'custom-model',
  'Nova 2.0 Omni': 'modality',
};
