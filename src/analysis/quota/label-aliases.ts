/**
 * Labels in quota names that no model's name or id spells: AWS shortens, reorders or mistypes them. Each one names
 * exactly one model that Bedrock has ever had, and the published mappings that have it agree on the model.
 * @module
 */

/** When the table was last looked through. */
export const ALIASES_DATE = '2026-11-21';

/** Base model ids by label, without provider. */
export const LABEL_ALIASES: Readonly<Record<string, string>> = {
  'Llama 4 Maverick': 'meta.llama4-maverick-17b-instruct-v1:0',
  'Llama 4 Scout': 'meta.llama4-scout-17b-instruct-v1:0',
  'Ministral 14B 3.0': 'mistral.ministral-3-14b-instruct',
  'Ministral 8B 3.0': 'mistral.ministral-3-8b-instruct',
  'Ministral 3B 3.0': 'mistral.ministral-3-3b-instruct',
  'Voxtral Mini 1.0': 'mistral.voxtral-mini-3b-2507',
  'Voxtral Small 1.0': 'mistral.voxtral-small-24b-2507',
  // The second B is AWS's.
  'Mixtral 8X7BB Instruct': 'mistral.mixtral-8x7b-instruct-v0:1',
  'Mistral Small': 'mistral.mistral-small-2402-v1:0',
  'Embed English': 'cohere.embed-english-v3',
  'Embed Multilingual': 'cohere.embed-multilingual-v3',
};
