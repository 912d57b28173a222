/**
 * Plain data as one text: equal for equal data, whatever the order of the keys.
 * @module
 */

/** Objects without their absent fields, bigints apart from numbers. */
export function canonical(data: unknown): string {
  return JSON.stringify(data, (_, value: unknown) => {
    if (typeof value === 'bigint') return { bigint: String(value) };
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
