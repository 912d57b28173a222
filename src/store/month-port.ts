/**
 * The part of the store port that keeps months that are over as they were reported.
 * @module
 */

/** A month as it was reported. The store does not look into it. */
export interface KeptMonth {
  /** `2026-10`. */
  readonly month: string;
  /** Text, of any length. */
  readonly body: string;
}

export interface MonthStore {
  /** Null: never reported. */
  keptMonth(month: string): Promise<KeptMonth | null>;
  /** Puts it in the place of what was kept of the month. */
  keepMonth(kept: KeptMonth): Promise<void>;
}
