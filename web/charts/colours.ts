/**
 * Which colour a model has. It follows from the model's name, so it is the same on every page and in every
 * report; only where two models on one page want the same colour does the later one, by name, move on.
 * @module
 */
import { SERIES_COLOURS } from './palette.ts';

const SLOTS = SERIES_COLOURS.light.length;
/** Steps that visit every slot; different names move on differently, so one collision seldom makes a second. */
const STEPS = [1, 3, 7, 9] as const;

/** Slots that a family of models asks for first, so that kin look alike: blues, purples, greens, earth. */
const FAMILIES: readonly (readonly [RegExp, readonly number[]])[] = [
  [/claude.*sonnet/, [0, 6]],
  [/claude.*opus/, [3, 8]],
  [/claude.*haiku/, [2, 7]],
  [/amazon\.nova/, [1, 5]],
  [/^meta\./, [4, 9]],
];

/**
 * Assigns colour slots to at most ten names; further ones get none and are drawn grey.
 * @param names in order of importance: the first ten get a colour
 * @param kept slots that names have wherever they are drawn
 */
export function colourSlots(
  names: Iterable<string>,
  kept: ReadonlyMap<string, number> = new Map(),
): ReadonlyMap<string, number> {
  const coloured = [...new Set(names)].slice(0, SLOTS).sort();
  const taken = new Map<number, string>();
  for (const name of coloured) {
    const slot = kept.get(name);
    if (slot !== undefined) taken.set(slot, name);
  }
  for (const name of coloured) {
    if (kept.has(name)) continue;
    const slot = wishes(name).find((wish) => !taken.has(wish));
    if (slot !== undefined) taken.set(slot, name);
  }
  return new Map([...taken].map(([slot, name]) => [name, slot]));
}

/** Every slot, in the order in which this name wants them. */
function wishes(name: string): number[] {
  const h = hash(name);
  const family = FAMILIES.find(([pattern]) => pattern.test(name))?.[1] ?? [];
  const first = family.map((_, i) => family[(h + i) % family.length] ?? 0);
  const step = STEPS[Math.floor(h / SLOTS) % STEPS.length] ?? 1;
  return [...first, ...Array.from({ length: SLOTS }, (_, i) => (h + i * step) % SLOTS)];
}

/** FNV-1a, 32 bit. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
