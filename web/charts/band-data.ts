/**
 * What the band chart draws, as plain data: spend by hour, what was expected, and what was too much.
 * @module
 */

export interface BandPoint {
  /** Label of the axis. */
  readonly label: string;
  /** Dollars; null in a gap of the data. */
  readonly cost: number | null;
  /** Dollars; null while nothing is known. */
  readonly expected: number | null;
  readonly upper: number | null;
  readonly anomaly: boolean;
}
