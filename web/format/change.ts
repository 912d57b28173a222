/**
 * Changes as people read them: a sign always, a real minus, no false precision.
 * @module
 */
import { formatUsd } from '../../src/domain/format.ts';
import { type NanoUsd, nanoUsd } from '../../src/domain/money.ts';

const MINUS = '−';

/** `+23.4 %`, `−8.0 %`, `0.0 %`, and past ten times as much `×12`. */
export function ratioText(ratio: number): string {
  if (ratio >= 9) return `×${ratio >= 99 ? Math.round(ratio + 1) : (ratio + 1).toFixed(1)}`;
  const percent = Math.abs(100 * ratio).toFixed(1);
  return percent === '0.0' ? '0.0 %' : `${ratio < 0 ? MINUS : '+'}${percent} %`;
}

/** `+$812.10`, `−$0.0042`. */
export function deltaText(delta: NanoUsd): string {
  if (delta === 0n) return '$0.00';
  return delta < 0n ? `${MINUS}${formatUsd(nanoUsd(-delta))}` : `+${formatUsd(delta)}`;
}

/** A difference of two shares in percentage points: `+3.1 pp`. */
export function pointsText(difference: number): string {
  const points = Math.abs(100 * difference).toFixed(1);
  return points === '0.0' ? '0.0 pp' : `${difference < 0 ? MINUS : '+'}${points} pp`;
}
