/**
 * Remembers results of a pure function for texts that repeat from record to record.
 * @module
 */

/** Callers choose the texts, so there is a ceiling; past it, what is remembered is forgotten at once. */
const MOST_ENTRIES = 4096;

/** Results are shared: they must never be changed. */
export function memo<R>(f: (text: string) => R): (text: string) => R {
  const known = new Map<string, R>();
  return (text) => {
    let result = known.get(text);
    if (result === undefined) {
      if (known.size >= MOST_ENTRIES) known.clear();
      result = f(text);
      known.set(text, result);
    }
    return result;
  };
}
