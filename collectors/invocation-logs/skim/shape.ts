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

const SLOTS = 128;

/** The wanted keys of an object, each with what reads its value. Keys are ASCII. */
export class Shape<S> {
  readonly #slots: Entry<S>[][] = Array.from({ length: SLOTS }, () => []);
  readonly #byName = new Map<string, Take<S>>();

  constructor(keys: { readonly [key: string]: Take<S> }) {
    for (const [name, take] of Object.entries(keys)) {
      const key = Buffer.from(name);
      this.#slots[slotOf(key, 0, key.length)]?.push({ key, take });
      this.#byName.set(name, take);
    }
  }

  /** What reads the value of the key whose bytes are at `[start, end)`; undefined when it is not wanted. */
  find(bytes: Buffer, start: number, end: number): Take<S> | undefined {
    const entries = this.#slots[slotOf(bytes, start, end)];
    if (entries === undefined) return undefined;
    for (const { key, take } of entries) if (isKey(key, bytes, start, end)) return take;
    return undefined;
  }

  /** The same for a key that had to be decoded because it is written with escapes. */
  findDecoded(key: string): Take<S> | undefined {
    return this.#byName.get(key);
  }
}

/** Length, first and last byte tell almost all keys of one object apart. */
function slotOf(bytes: Buffer, start: number, end: number): number {
  return (((end - start) * 5) ^ ((bytes[start] ?? 0) * 31) ^ ((bytes[end - 1] ?? 0) * 7)) & (SLOTS - 1);
}

function isKey(key: Buffer, bytes: Buffer, start: number, end: number): boolean {
  if (key.length !== end - start) return false;
  for (let i = 0; i < key.length; i++) if (key[i] !== bytes[start + i]) return false;
  return true;
}
