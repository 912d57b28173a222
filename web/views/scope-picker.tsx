/**
 * The account and Region that the page is narrowed to.
 * @module
 */
import type { UsageRow } from '../../src/domain/measures.ts';
import { labelOf, type Names } from '../format/label.ts';
import type { OverviewRequest } from '../overview/request.ts';
import { HiddenState } from './hidden-state.tsx';

export interface ScopePickerProps {
  readonly request: OverviewRequest;
  readonly path: string;
  /** Keys: account, Region. */
  readonly scopes: readonly UsageRow[];
  readonly names: Names;
}

export function ScopePicker({ request, path, scopes, names }: ScopePickerProps) {
  return (
    <form method="get" action={path} class="scope" data-autosubmit>
      <HiddenState state={request.state} except={['account', 'region', 'rows']} />
      <Choice dimension="account" all="All accounts" at={0} {...{ request, scopes, names }} />
      <Choice dimension="region" all="All Regions" at={1} {...{ request, scopes, names }} />
      <button type="submit" class="no-js">
        Apply
      </button>
    </form>
  );
}

interface ChoiceProps extends Omit<ScopePickerProps, 'path'> {
  readonly dimension: 'account' | 'region';
  readonly all: string;
  readonly at: 0 | 1;
}

function Choice({ dimension, all, at, request, scopes, names }: ChoiceProps) {
  const chosen = request.filters.find((filter) => filter.dimension === dimension)?.values ?? [];
  const known = [...scopes.map(({ key }) => key[at] ?? null), ...chosen].filter((value) => value !== null);
  const values = [...new Set(known)].sort();
  return (
    <label>
      <span class="visually-hidden">{dimension === 'account' ? 'Account' : 'Region'}</span>
      <select name={dimension} class={chosen.length > 0 ? 'chosen' : undefined}>
        <option value="">{all}</option>
        {values.map((value) => {
          const { text, detail } = labelOf(dimension, value, names);
          return (
            <option value={value} selected={chosen[0] === value}>
              {detail === null ? text : `${text} (${detail})`}
            </option>
          );
        })}
      </select>
    </label>
  );
}
