/**
 * The fields of a catalogue file: prices, dates, Regions and names, each with a message that says what
 * would be right.
 * @module
 */
import { z } from 'zod';
import { parseRate } from '../src/domain/money.ts';
import { didYouMean } from '../src/domain/nearest.ts';
import { BAND_LIMITS } from '../src/domain/sku.ts';
import { hourOf, parseInstant, startOfHour } from '../src/domain/time.ts';
import { KNOWN_REGIONS, REGION_CLASS_NAMES } from './regions.ts';

/** Written instead of `0` where a price document prints a zero: a typed 0 is a slip far more often. */
export const PUBLISHED_ZERO = 'published-zero';
/** The date of a source that carries none. */
export const UNDATED = 'undated';

/** One of a list of names; anything else is an error with a guess. */
export const oneOf = <const T extends readonly string[]>(what: string, names: T) =>
  z.enum(names, {
    error: ({ input }) => {
      const guess = typeof input === 'string' ? didYouMean(input, names) : '';
      return `unknown ${what} ${JSON.stringify(input)}${guess} (one of ${names.join(', ')})`;
    },
  });

const PLACEHOLDER = 'an input price of zero is always a placeholder';

/** Says what is wrong with a price's text, or nothing. */
function rateProblem(text: string, mayBeZero: boolean): string | undefined {
  if (text === PUBLISHED_ZERO) return mayBeZero ? undefined : PLACEHOLDER;
  if (text.startsWith('-')) return `negative price ${text}`;
  if (/^0+(?:\.0*)?$/.test(text)) {
    if (!mayBeZero) return PLACEHOLDER;
    return `zero price: write ${PUBLISHED_ZERO} if a price document prints it, or leave the key out`;
  }
  try {
    parseRate(text);
    return undefined;
  } catch {
    return `not a decimal price: ${JSON.stringify(text)}`;
  }
}

/** A price, exact and not negative. */
export const rate = (mayBeZero: boolean) =>
  z.string('a price is a decimal').superRefine((text, ctx) => {
    const message = rateProblem(text, mayBeZero);
    if (message) ctx.addIssue({ code: 'custom', message });
  });

/** An edge of an effective range: prices change on UTC hours at the finest. */
export const instant = z.string().superRefine((text, ctx) => {
  const at = parseInstant(text);
  if (at === undefined || startOfHour(hourOf(at)) !== at) {
    ctx.addIssue({ code: 'custom', message: `not a UTC day or whole hour: ${JSON.stringify(text)}` });
  }
});

/** A prompt size at which roll-ups are kept apart. */
export const bandLimit = oneOf(
  'context limit',
  BAND_LIMITS.map((limit) => String(limit)),
);

const regionName = z.string().superRefine((text, ctx) => {
  if (!(KNOWN_REGIONS as readonly string[]).includes(text)) {
    const message = `unknown Region ${JSON.stringify(text)}${didYouMean(text, KNOWN_REGIONS)}`;
    ctx.addIssue({ code: 'custom', message });
  }
});
export const regionList = z.array(regionName).min(1);
/** A class of Regions by name, or a list of Region codes. */
export const regions = z.union([oneOf('Region class', REGION_CLASS_NAMES), regionList], {
  error: ({ input }) => {
    if (typeof input !== 'string') return 'a class of Regions or a list of Region codes';
    const names = REGION_CLASS_NAMES.join(', ');
    return `unknown Region class ${JSON.stringify(input)}${didYouMean(input, REGION_CLASS_NAMES)} (one of ${names}, or a list of Region codes)`;
  },
});
