/**
 * CountTokens: a token for every four characters of text (Bedrock Runtime API Reference).
 * @module
 */
import { z } from 'zod';
import { CATALOGUE } from '../bedrock/catalogue.ts';
import { AwsError, invalid } from '../wire/aws-error.ts';
import { operation } from '../wire/service.ts';

const input = z.object({
  modelId: z.string(),
  input: z.object({
    converse: z.looseObject({}).optional(),
    /** Base64 of the request body. */
    invokeModel: z.object({ body: z.string() }).optional(),
  }),
});

const CHARS_PER_TOKEN = 4;

export const countTokens = operation(input, ({ modelId, input: { converse, invokeModel } }) => {
  if ((converse === undefined) === (invokeModel === undefined)) {
    throw invalid('Exactly one of converse and invokeModel is required');
  }
  const base = modelId.replace(/^arn:.*\//, '').replace(/^(?:us|eu|apac|jp|au|ca|global)\./, '');
  if (!CATALOGUE.some(({ id }) => id === base)) {
    throw new AwsError('ValidationException', 400, 'The provided model identifier is invalid.');
  }
  const body = invokeModel ? JSON.parse(Buffer.from(invokeModel.body, 'base64').toString()) : converse;
  return { inputTokens: Math.ceil(textLength(body) / CHARS_PER_TOKEN) };
});

/** Characters in all texts of a request, wherever they stand. */
function textLength(value: unknown, key = ''): number {
  if (typeof value === 'string') return TEXT_KEYS.has(key) ? value.length : 0;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + textLength(item, key), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [name, inner]) => sum + textLength(inner, name), 0);
}

const TEXT_KEYS: ReadonlySet<string> = new Set(['text', 'content', 'system', 'prompt', 'inputText']);
