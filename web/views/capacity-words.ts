/**
 * Commitments in words.
 * @module
 */
import type { Commitment } from '../../src/analysis/capacity/options.ts';

export const COMMITMENT_WORDS: Readonly<Record<Commitment, string>> = {
  none: 'no commitment',
  '1-month': '1 month',
  '6-months': '6 months',
};
