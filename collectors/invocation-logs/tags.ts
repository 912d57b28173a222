/**
 * `requestMetadata`, the only part of a record that the caller writes for us to read. Source: Amazon Bedrock
 * user guide, "Request metadata" (cost management): at most 16 entries of at most 256 characters.
 * @module
 */
import { cleanText } from './clean.ts';
import { OPEN_BRACE, QUOTE } from './skim/ascii.ts';
import { internPlain } from './skim/intern.ts';
import { JsonReader } from './skim/reader.ts';
import { valueEnd } from './skim/scan.ts';
import { ABSENT, stringAt, stringBetween } from './skim/value.ts';

const MOST_TAGS = 16;
const MOST_CHARACTERS = 256;
const NO_TAGS: ReadonlyMap<string, string> = new Map();

/** Metadata as it is written -> what was read from it: a caller sends the same again and again. */
const known = new Map<string, ReadonlyMap<string, string>>();
const MOST_KNOWN = 1024;

/** Values that are not strings are dropped, as is everything past AWS's own limits. The result is shared. */
export function tagsAt(bytes: Buffer, at: number): ReadonlyMap<string, string> {
  if (at === ABSENT || bytes[at] !== OPEN_BRACE) return NO_TAGS;
  const text = internPlain(bytes, at, valueEnd(bytes, at));
  if (text === undefined) return readTags(bytes, at);
  let tags = known.get(text);
  if (tags === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    tags = readTags(bytes, at);
    known.set(text, tags);
  }
  return tags;
}

function readTags(bytes: Buffer, at: number): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  const reader = new JsonReader(bytes, at);
  reader.entries((start, end) => {
    const valueAt = reader.skip();
    if (bytes[valueAt] !== QUOTE) return;
    const key = cleanText(stringBetween(bytes, start, end), MOST_CHARACTERS);
    if (tags.size === MOST_TAGS && !tags.has(key)) return;
    tags.set(key, cleanText(stringAt(bytes, valueAt) ?? '', MOST_CHARACTERS));
  });
  return tags;
}
