/**
 * Account, Region and window of the quota pages, as a form and links that work without JavaScript.
 * @module
 */
import type { QuotaRequest } from '../../src/answers/quota.ts';
import { windowText } from '../../src/answers/quota.ts';
import { labelOf, type Names } from '../format/label.ts';
import { link } from '../overview/address.ts';
import { HiddenState } from './hidden-state.tsx';

export interface QuotaScopeProps {
  readonly state: URLSearchParams;
  readonly request: QuotaRequest;
  readonly places: readonly { readonly account: string; readonly region: string }[];
  readonly names: Names;
}

const WINDOWS = ['hour', 'day', 'week'] as const;
const TITLES = { hour: 'Last hour', day: '24 h', week: '7 d' } as const;

export function QuotaScope({ state, request, places, names }: QuotaScopeProps) {
  return (
    <>
      <form method="get" action="/quotas" class="scope" data-autosubmit>
        <HiddenState state={state} except={['account', 'region', 'quota']} />
        <Choice dimension="account" all="All accounts" {...{ request, places, names }} />
        <Choice dimension="region" all="All Regions" {...{ request, places, names }} />
        <button type="submit" class="no-js">
          Apply
        </button>
      </form>
      <WindowPicker path="/quotas" state={state} window={request.window} />
    </>
  );
}

export interface WindowPickerProps {
  readonly path: string;
  readonly state: URLSearchParams;
  readonly window: QuotaRequest['window'];
}

export function WindowPicker({ path, state, window }: WindowPickerProps) {
  return (
    <nav class="segments" aria-label="Window">
      {WINDOWS.map((each) => (
        <a
          href={link(path, state, { window: each === 'day' ? null : windowText(each) })}
          aria-current={each === window ? 'true' : undefined}
        >
          {TITLES[each]}
        </a>
      ))}
    </nav>
  );
}

interface ChoiceProps extends Omit<QuotaScopeProps, 'state'> {
  readonly dimension: 'account' | 'region';
  readonly all: string;
}

function Choice({ dimension, all, request, places, names }: ChoiceProps) {
  const chosen = request[dimension];
  const known = [...places.map((place) => place[dimension]), ...(chosen === undefined ? [] : [chosen])];
  return (
    <label>
      <span class="visually-hidden">{dimension === 'account' ? 'Account' : 'Region'}</span>
      <select name={dimension} class={chosen === undefined ? undefined : 'chosen'}>
        <option value="">{all}</option>
        {[...new Set(known)].sort().map((value) => {
          const { text, detail } = labelOf(dimension, value, names);
          return (
            <option value={value} selected={chosen === value}>
              {detail === null ? text : `${text} (${detail})`}
            </option>
          );
        })}
      </select>
    </label>
  );
}
