/**
 * The grammar of the bedrock-mantle endpoint (service code AmazonBedrock), which carries the model id:
 * `<model id>-mantle-<kind>-tokens[-<TTL>][-long-ctx][-global]-<class>`.
 * @module
 */
import { type Phrase, phrase, readModifiers } from './modifiers.ts';
import { type SpelledKind, tokenUsage } from './token-usage.ts';
import { type Reading, unknown } from './usage.ts';

const SEPARATOR = '-mantle-';
const MODEL_ID = /^[a-z0-9]+\.[a-z0-9][a-z0-9.:-]*$/;
const KIND = /^(input|output|cache-read|cache-write)-tokens(?=-|$)/;
const SPELLED: Readonly<Record<string, SpelledKind>> = {
  input: 'input',
  output: 'output',
  'cache-read': 'cacheRead',
  'cache-write': 'cacheWrite',
};

const MODIFIERS: readonly Phrase[] = [
  phrase('global', { scope: 'global' }),
  phrase('long ctx', { longContext: true }),
  phrase('standard', { rateClass: 'standard' }),
  phrase('batch', { rateClass: 'batch' }),
  phrase('flex', { rateClass: 'flex' }),
  phrase('priority', { rateClass: 'priority' }),
  phrase('5m', { ttl: '5m' }),
  phrase('30m', { ttl: '30m' }),
  phrase('1h', { ttl: '1h' }),
];

export const isMantle = (body: string): boolean => body.includes(SEPARATOR);

/** @param body the usagetype behind its Region prefix; {@link isMantle} holds */
export function readMantle(body: string): Reading {
  const at = body.indexOf(SEPARATOR);
  const [id, rest] = [body.slice(0, at), body.slice(at + SEPARATOR.length)];
  if (!MODEL_ID.test(id)) return unknown(`not a model id: ${JSON.stringify(id)}`);
  const kind = KIND.exec(rest);
  const spelled = SPELLED[kind?.[1] ?? ''];
  if (kind === null || spelled === undefined) return unknown('no kind that is known, such as input-tokens');
  const tail = rest.slice(kind[0].length);
  const reading = readModifiers(tail === '' ? [] : tail.slice(1).split('-'), MODIFIERS);
  if (!reading.ok) return unknown(reading.reason);
  if (reading.modifiers.rateClass === null) return unknown('no class: standard, flex, priority or batch');
  return tokenUsage(spelled, reading.modifiers, { name: id, endpoint: 'mantle' });
}
