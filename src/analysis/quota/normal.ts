/**
 * The standard normal distribution, as exactly as a table that is made once needs it.
 * @module
 */

/** Where the share p of it lies below. @param p between 0 and 1, both excluded */
export function normalQuantile(p: number): number {
  // Bisection on the error function is enough for a table made once.
  let [low, high] = [-6, 6];
  while (high - low > 1e-9) {
    const at = (low + high) / 2;
    if (normalBelow(at) < p) low = at;
    else high = at;
  }
  return (low + high) / 2;
}

/** Abramowitz and Stegun 26.2.17. */
function normalBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const above = Math.exp((-z * z) / 2) * 0.3989422804 * poly;
  return z >= 0 ? 1 - above : above;
}
