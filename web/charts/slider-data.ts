/**
 * What the units slider shows at each of its steps, as plain JSON for the browser.
 * @module
 */
import type { DurationChart } from './duration-curve.ts';

export interface SliderStep {
  readonly units: number;
  readonly label: string;
  readonly unitCost: string;
  readonly spillCost: string;
  readonly totalCost: string;
  readonly saving: string;
  readonly perMonth: string;
  readonly full: string;
}

export interface SliderData extends DurationChart {
  /** Drawn at first. */
  readonly units: number;
  /** In order of units. */
  readonly steps: readonly SliderStep[];
}
