/**
 * Work begun a little ahead of its use.
 * @module
 */

/**
 * Yields results in the order of the items, with up to `depth` of them under way.
 * @param begin must not reject while nobody waits for it
 */
export async function* ahead<T, R>(
  items: Iterable<T>,
  depth: number,
  begin: (item: T) => Promise<R>,
): AsyncGenerator<[T, R], void, undefined> {
  const waiting: [T, Promise<R>][] = [];
  for (const item of items) {
    waiting.push([item, begin(item)]);
    const next = waiting.length > depth ? waiting.shift() : undefined;
    if (next) yield [next[0], await next[1]];
  }
  for (const [item, result] of waiting) yield [item, await result];
}
