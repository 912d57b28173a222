/**
 * How a row moved over the range, as a line a word long. The chart above has the same in full.
 * @module
 */

const [WIDTH, HEIGHT] = [84, 20];

export interface SparklineProps {
  /** One per period; null in a gap, which stays one. */
  readonly values: readonly (number | null)[];
  /** Colour slot of the series; null is grey. */
  readonly slot: number | null;
}

/** From zero to the row's own most. Drawn with attributes: the content policy allows no inline styles. */
export function Sparkline({ values, slot }: SparklineProps) {
  const most = Math.max(0, ...values.flatMap((value) => value ?? []));
  if (most === 0) return null;
  const step = WIDTH / Math.max(1, values.length - 1);
  const point = (value: number, i: number) =>
    `${(i * step).toFixed(1)},${(HEIGHT - 1 - (value / most) * (HEIGHT - 3)).toFixed(1)}`;
  const path = values
    .map((value, i) => {
      if (value === null) return '';
      const alone = (values[i - 1] ?? null) === null;
      return `${alone ? 'M' : 'L'}${point(value, i)}${alone && (values[i + 1] ?? null) === null ? 'h1' : ''}`;
    })
    .join('');
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      aria-hidden="true"
      focusable="false"
    >
      <path d={path} class={slot === null ? 'line-rest' : `line-${slot}`} />
    </svg>
  );
}
