/**
 * Account, Region and window of the quota pages, as a form and links that work without JavaScript.
 * @module
 */
import type { QuotaRequest } from '../../src/answers/quota.ts';
import { windowText } from '../../src/answers/quota.ts';
import type { Names } from '../format/label.ts';
import { link } from '../overview/address.ts';
import { PlaceForm } from './place-form.tsx';

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
      <PlaceForm
        path="/quotas"
        drops={['quota']}
        chosen={{
          account: request.account === undefined ? [] : [request.account],
          region: request.region === undefined ? [] : [request.region],
        }}
        {...{ state, places, names }}
      />
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
