/**
 * Which keys of an object are wanted, found by their bytes.
 * @module
 */
import type { JsonReader } from './reader.ts';

/** Reads exactly one value: `reader` stands before it, and must stand behind it afterwards. */
export type Take<S> = (reader: JsonReader, state: S) => void;

interface Entry<S> {
  readonly key: Buffer;
  readonly take: Take<S>;
}

/** The wanted keys of an object, each with what reads its value. Keys are ASCII. */
export class Shape<S> {
  /** By length: a look-up compares with the few keys that are as long, mostly by one byte. */
  readonly #byLength: (Entry<S>[] | undefined)[] = [];
  readonly #byName = new Map<string, Take<S>>();

  constructor(keys: { readonly [key: string]: Take<S> }) {
    for (const [name, take] of Object.entries(keys)) {
      const entries = this.#byLength[name.length] ?? [];
      entries.push({ key: Buffer.from(name), take });
      this.#byLength[name.length] = entries;
      this.#byName.set(name, take);
    }
  }

  /** What reads the value of the key whose bytes are at `[start, end)`; undefined when it is not wanted. */
  find(bytes: Buffer, start: number, end: number): Take<S> | undefined {
    const entries = this.#byLength[end - start];
    if (entries === undefined) return undefined;
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i];
      if (entry !== undefined && isKey(entry.key, bytes, start)) return entry.take;
    }
    return undefined;
  }

  /** The same for a key that had to be decoded because it is written with escapes. */
  findDecoded(key: string): Take<S> | undefined {
    return this.#byName.get(key);
  }
}

function isKey(key: Buffer, bytes: Buffer, start: number): boolean {
  for (let i = 0; i < key.length; i++) if (key[i] !== bytes[start + i]) return false;
  return true;
}
