/**
 * What may follow the kind in a usagetype: scope, prompt size, class, TTL. Order varies; each is said at most once,
 * and a word that nobody knows makes the whole row unknown.
 * @module
 */
import type { CacheWriteTtl, PriceScope, RateClass } from '../rates.ts';

export interface Modifiers {
  readonly scope: PriceScope;
  readonly longContext: boolean;
  /** Null: not said. */
  readonly rateClass: RateClass | null;
  readonly ttl: CacheWriteTtl | null;
}

/** Words in a row that say one thing. */
export interface Phrase {
  readonly words: readonly string[];
  readonly says: Partial<Modifiers>;
}

export const phrase = (text: string, says: Partial<Modifiers>): Phrase => ({
  words: text.split(' '),
  says,
});

const NONE: Modifiers = {
  scope: 'regional',
  longContext: false,
  rateClass: null,
  ttl: null,
};

export type ModifierReading =
  | { readonly ok: true; readonly modifiers: Modifiers }
  | { readonly ok: false; readonly reason: string };

/**
 * Reads all words or none.
 * @param words what stands behind the kind, split at the grammar's separator
 * @param phrases the grammar's vocabulary; compared exactly, case included
 */
export function readModifiers(words: readonly string[], phrases: readonly Phrase[]): ModifierReading {
  let modifiers = NONE;
  const said = new Set<string>();
  for (let i = 0; i < words.length; ) {
    const found = phrases.find((candidate) => candidate.words.every((word, j) => word === words[i + j]));
    if (found === undefined) return { ok: false, reason: `unknown token ${JSON.stringify(words[i])}` };
    for (const slot of Object.keys(found.says)) {
      if (said.has(slot)) return { ok: false, reason: `says twice what its ${SLOT_NAMES[slot] ?? slot} is` };
      said.add(slot);
    }
    modifiers = { ...modifiers, ...found.says };
    i += found.words.length;
  }
  return { ok: true, modifiers };
}

const SLOT_NAMES: Readonly<Record<string, string>> = {
  longContext: 'prompt size',
  rateClass: 'class',
  ttl: 'TTL',
};
