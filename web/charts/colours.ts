/**
 * Which colour a model has. It follows from the model's name, so it is the same on every page and in every
 * report; only where two models on one page want the same colour does the later one, by name, move on.
 * @module
 */
import { SERIES_COLOURS } from './palette.ts';

const SLOTS = SERIES_COLOURS.light.length;
/** Steps that visit every slot; different names move on differently, so one collision seldom makes a second. */
const STEPS = [1, 3, 7, 9] as const;

/**
 * Assigns colour slots to at most ten names; further ones get none and are drawn grey.
 * @param names in order of importance: the first ten get a colour
 */
export function colourSlots(names: Iterable<string>): ReadonlyMap<string, number> {
  const coloured = [...new Set(names)].slice(0, SLOTS).sort();
  const taken = new Map<number, string>();
  for (const name of coloured) {
    const h = hash(name);
    const step = STEPS[Math.floor(h / SLOTS) % STEPS.length] ?? 1;
    let slot = h % SLOTS;
    while (taken.has(slot)) slot = (slot + step) % SLOTS;
    taken.set(slot, name);
  }
  return new Map([...taken].map(([slot, name]) => [name, slot]));
}

/** FNV-1a, 32 bit. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
