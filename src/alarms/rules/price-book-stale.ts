/**
 * Prices that can no longer be trusted: too long unchecked, or a price list that was not understood.
 * @module
 */
import type { PriceBookHealth } from '../../../pricing/index.ts';
import type { RuleSettings } from '../../config/alarms.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import { parseInstant } from '../../domain/time.ts';
import { ALL_CLEAR, type Judged } from './judged.ts';

export interface PriceInput {
  readonly health: PriceBookHealth;
  readonly now: EpochSeconds;
}

export function priceBookStale(
  { health, now }: PriceInput,
  settings: RuleSettings<'priceBookStale'>,
): Judged {
  if (health.state === 'ok') return ALL_CLEAR;
  const news = health.state === 'update-available';
  return {
    blind: [],
    observations: [
      {
        rule: 'priceBookStale',
        labels: { prices: 'book' },
        verdict: 'firing',
        // New prices that wait are worth knowing; they wake nobody.
        severity: news ? 'info' : settings.severity,
        since: parseInstant(health.since) ?? now,
        until: now,
        title: TITLES[health.state],
        summary: `${health.detail}.`,
        observed: `prices last checked ${health.ageDays} days ago`,
        expected: 'a price list that was read and understood within five weeks',
        atRisk: null,
        causes: [],
        fix: health.fix === null ? 'Run bedrock-meter prices update.' : `Run ${health.fix}.`,
        link: '/status',
      },
    ],
  };
}

const TITLES = {
  stale: 'Prices are old',
  'not-understood': 'A price list was not understood',
  'update-available': 'AWS lists other prices',
} as const;
