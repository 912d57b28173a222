/**
 * The state of a quota: a word, an icon where somebody has to look, and a colour that repeats both.
 * @module
 */
import type { QuotaState as State } from '../../src/analysis/quota/state.ts';
import { STATE_WORDS, URGENT } from '../quotas/words.ts';
import { Icon } from './icons.tsx';

export function QuotaState({ state }: { state: State }) {
  return (
    <span class={`state quota-${state}`}>
      {URGENT.has(state) && <Icon name="warning" />}
      {STATE_WORDS[state]}
    </span>
  );
}
