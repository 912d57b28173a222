/**
 * Amounts side by side, the largest on top: a list of names, bars and amounts, which is a chart and its table in one.
 * Drawn with attributes, since the content policy allows no inline styles.
 * @module
 */
import type { NanoUsd } from '../../src/domain/money.ts';
import { Money } from './numbers.tsx';

export interface Bar {
  readonly name: string;
  /** A second, quieter part of the name. */
  readonly detail?: string | undefined;
  readonly href?: string | undefined;
  readonly amount: NanoUsd;
  /** Colour slot; null is grey. */
  readonly slot: number | null;
}

export interface BarChartProps {
  readonly id: string;
  readonly title: string;
  /** Largest first. */
  readonly bars: readonly Bar[];
  /** Under the bars. */
  readonly text?: string | undefined;
}

/** Of the length of the longest. */
const PARTS = 1000;

export function BarChart({ id, title, bars, text }: BarChartProps) {
  const [first] = bars;
  if (first === undefined) return null;
  const length = (amount: NanoUsd) => Number((amount * BigInt(PARTS)) / first.amount);
  return (
    <section class="card" aria-labelledby={`${id}-title`}>
      <header class="card-head">
        <h2 id={`${id}-title`}>{title}</h2>
      </header>
      <ol class="bars">
        {bars.map(({ name, detail, href, amount, slot }) => (
          <li>
            <span class="bar-name" title={name}>
              {href === undefined ? <bdi>{name}</bdi> : <a href={href}>{<bdi>{name}</bdi>}</a>}
              {detail !== undefined && <span class="kind">{detail}</span>}
            </span>
            <svg viewBox={`0 0 ${PARTS} 1`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
              <rect
                width={Math.max(2, length(amount))}
                height="1"
                class={slot === null ? 'fill-rest' : `fill-${slot}`}
              />
            </svg>
            <span class="bar-amount">
              <Money value={amount} />
            </span>
          </li>
        ))}
      </ol>
      {text !== undefined && <p class="card-text">{text}</p>}
    </section>
  );
}
