/**
 * What dimensions are called in headings.
 * @module
 */
import type { Dimension } from '../../src/domain/dimension.ts';

const TITLES: Readonly<Partial<Record<Dimension, string>>> = {
  model: 'Model',
  modelId: 'Called id',
  scope: 'Scope',
  profile: 'Profile',
  principal: 'Principal',
  session: 'Session',
  agent: 'Agent',
  account: 'Account',
  region: 'Region',
  operation: 'Operation',
  tier: 'Tier',
  tokenType: 'Token type',
  hour: 'Hour',
  day: 'Day',
  month: 'Month',
};

/** `Principal`; a tag is `Tag team`. */
export function titleOf(dimension: Dimension): string {
  return TITLES[dimension] ?? `Tag ${dimension.slice('tag:'.length)}`;
}
