/**
 * A form that narrows a page to an account and a Region. It works without JavaScript.
 * @module
 */
import { labelOf, type Names } from '../format/label.ts';
import { HiddenState } from './hidden-state.tsx';

export interface PlaceFormProps {
  readonly path: string;
  readonly state: URLSearchParams;
  /** Parameters that another place makes void, besides `account` and `region`. */
  readonly drops?: readonly string[];
  /** Where there is something to show. */
  readonly places: readonly { readonly account: string | null; readonly region: string | null }[];
  /** What the page is narrowed to now. */
  readonly chosen: {
    readonly account: readonly (string | null)[];
    readonly region: readonly (string | null)[];
  };
  readonly names: Names;
}

export function PlaceForm({ path, state, drops = [], places, chosen, names }: PlaceFormProps) {
  return (
    <form method="get" action={path} class="scope" data-autosubmit>
      <HiddenState state={state} except={['account', 'region', ...drops]} />
      <Choice dimension="account" title="Account" all="All accounts" {...{ places, chosen, names }} />
      <Choice dimension="region" title="Region" all="All Regions" {...{ places, chosen, names }} />
      <button type="submit" class="no-js">
        Apply
      </button>
    </form>
  );
}

interface ChoiceProps extends Pick<PlaceFormProps, 'places' | 'chosen' | 'names'> {
  readonly dimension: 'account' | 'region';
  readonly title: string;
  readonly all: string;
}

function Choice({ dimension, title, all, places, chosen, names }: ChoiceProps) {
  const now = chosen[dimension];
  const known = [...places.map((place) => place[dimension]), ...now].filter((value) => value !== null);
  const options = [...new Set(known)]
    .map((value) => ({ value, label: labelOf(dimension, value, names) }))
    .toSorted((a, b) => a.label.text.localeCompare(b.label.text, 'en'));
  return (
    <label>
      <span class="visually-hidden">{title}</span>
      <select name={dimension} class={now.length > 0 ? 'chosen' : undefined}>
        <option value="">{all}</option>
        {options.map(({ value, label: { text, detail } }) => (
          <option value={value} selected={now[0] === value}>
            {detail === null ? text : `${text} (${detail})`}
          </option>
        ))}
      </select>
    </label>
  );
}
