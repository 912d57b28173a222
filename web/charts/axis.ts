/**
 * Labels of value axes: short, and exact enough for the steps that an axis has.
 * @module
 */

/** `$0`, `$0.05`, `$12`, `$1.5k`, `$2M`. */
export function axisMoney(value: number): string {
  if (value !== 0 && Math.abs(value) < 1) return `$${Number(value.toPrecision(2))}`;
  return `$${axisTokens(value)}`;
}

/** `0`, `950`, `1.5k`, `20M`, `3B`. */
export function axisTokens(value: number): string {
  for (const [size, unit] of [
    [1e9, 'B'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const) {
    if (Math.abs(value) >= size) return `${Number((value / size).toPrecision(3))}${unit}`;
  }
  return String(Number(value.toPrecision(3)));
}
