/**
 * Work begun a little ahead of its use.
 * @module
 */

/**
 * Yields results in the order of the items, with up to `depth` of them under way.
 */
export async function* ahead<T, R>(
  items: Iterable<T>,
  depth: number,
  begin: (item: T) => Promise<R>,
): AsyncGenerator<[T, R], void, undefined> {
  const waiting: [T, Promise<R>][] = [];
  for (const item of items) {
    const result = begin(item);
    // Whoever takes the results may stop before this one; then its error is nobody's.
    result.catch(() => undefined);
    waiting.push([item, result]);
    const next = waiting.length > depth ? waiting.shift() : undefined;
    if (next) yield [next[0], await next[1]];
  }
  for (const [item, result] of waiting) yield [item, await result];
}
