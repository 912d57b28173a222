/**
 * Filter patterns ("Filter pattern syntax for metric filters"): terms, and equality of JSON fields.
 * @module
 */
import { invalid } from '../wire/aws-error.ts';

type Test = (message: string) => boolean;

/** @throws Refused for a pattern that the simulator does not know */
export function parsePattern(pattern: string): Test {
  const text = pattern.trim();
  if (text === '') return () => true;
  return text.startsWith('{') ? jsonPattern(text) : terms(text);
}

/** All of the terms; one after a minus must be absent. */
function terms(text: string): Test {
  const tests = [...text.matchAll(/(-?)(?:"([^"]*)"|([^\s"]+))/g)].map(([, minus, quoted, bare]): Test => {
    const term = quoted ?? bare ?? '';
    return (message) => message.includes(term) === (minus === '');
  });
  return (message) => tests.every((test) => test(message));
}

const CONDITION = /^\$\.([\w.]+)\s*(=|!=)\s*(?:"([^"]*)"|(\S+))$/;

/** `{ $.a.b = "x" && $.c != 1 }` */
function jsonPattern(text: string): Test {
  const inner = /^\{(.*)\}$/s.exec(text)?.[1];
  if (inner === undefined) throw invalid('Invalid character(s) in term');
  const tests = inner.split('&&').map((part): ((record: unknown) => boolean) => {
    const [, path = '', sign, quoted, bare] = CONDITION.exec(part.trim()) ?? [];
    if (!sign) throw invalid(`Invalid filter pattern: ${part.trim()}`);
    const wanted = quoted ?? bare ?? '';
    return (record) => {
      const value = fieldOf(record, path);
      return value !== undefined && fits(wanted, String(value)) === (sign === '=');
    };
  });
  return (message) => {
    const record = parseRecord(message);
    return record !== undefined && tests.every((test) => test(record));
  };
}

const fits = (wanted: string, value: string): boolean =>
  wanted.endsWith('*') ? value.startsWith(wanted.slice(0, -1)) : value === wanted;

/** The message as a JSON object, if it is one. */
export function parseRecord(message: string): object | undefined {
  if (!message.startsWith('{')) return undefined;
  try {
    return Object(JSON.parse(message));
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

/** A scalar or object below a record by its dotted path. */
export function fieldOf(record: unknown, path: string): unknown {
  let value: unknown = record;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.entries(value).find(([name]) => name === key)?.[1];
  }
  return value;
}
