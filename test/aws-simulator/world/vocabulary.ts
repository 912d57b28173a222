/**
 * Several thousand made-up words by a syllable model, common ones short, and the phrases they recur in, drawn
 * by Zipf frequencies. The mix is set so that logs with such text compress about 3:1, as real ones do.
 * @module
 */
import { Random } from './random.ts';

const WORDS = 7000;
const PHRASES = 6000;
/** Share of draws that are phrases of two to five words; it leaves both parts of the slots whole. */
const PHRASE_SHARE = 0.25;
/** A power of two, so that a draw is a mask. */
const SLOTS = 1 << 17;
const ONSETS = 'b c d f g h j k l m n p r s t v w br ch cl cr dr fl gr pl pr qu sh sl sp st str th tr'.split(
  ' ',
);
const NUCLEI = 'a a a e e e e i i o o u ai ea ee ie io ou é ü'.split(' ');
const CODAS = ['', '', '', 'l', 'm', 'n', 'n', 'r', 'r', 's', 't', 'ck', 'nd', 'ng', 'nt', 'st', 'x'];

let made: readonly string[] | undefined;

/**
 * Words and phrases, each with a space behind it, as often as they are frequent; the length is a power of
 * two. The same in every world: texts differ by seed, the language does not.
 */
export function vocabulary(): readonly string[] {
  if (made) return made;
  const single = zipf(words(), SLOTS * (1 - PHRASE_SHARE));
  made = [...single, ...zipf(phrases(single), SLOTS * PHRASE_SHARE)];
  return made;
}

function words(): string[] {
  const random = new Random('vocabulary');
  const found = new Map<string, number>();
  while (found.size < WORDS) {
    const syllables = 1 + random.poisson(1.35);
    let word = '';
    for (let i = 0; i < syllables; i++) word += syllable(random, i === 0);
    // Length plus noise orders the words: short ones are mostly, not always, the common ones.
    if (!found.has(word)) found.set(word, word.length + 3 * random.normal());
  }
  return [...found].sort((x, y) => x[1] - y[1]).map(([word]) => word);
}

function syllable(random: Random, first: boolean): string {
  const part = (parts: readonly string[]) => parts[random.int(parts.length)] ?? '';
  const onset = first && random.chance(0.15) ? '' : part(ONSETS);
  return onset + part(NUCLEI) + part(CODAS);
}

function phrases(slots: readonly string[]): string[] {
  const random = new Random('phrases');
  return Array.from({ length: PHRASES }, () => {
    let phrase = '';
    for (let n = 2 + random.int(4); n > 0; n--) phrase += slots[random.int(slots.length)] ?? '';
    return phrase.trimEnd();
  });
}

function zipf(ranked: readonly string[], size: number): string[] {
  const weight = (rank: number) => 1 / (rank + 2.7);
  const total = ranked.reduce((sum, _, rank) => sum + weight(rank), 0);
  const slots: string[] = [];
  let reached = 0;
  ranked.forEach((text, rank) => {
    reached += weight(rank) / total;
    while (slots.length < reached * size) slots.push(`${text} `);
  });
  return slots.slice(0, size);
}
