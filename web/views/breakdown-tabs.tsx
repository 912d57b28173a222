/**
 * What the third table is broken down by.
 * @module
 */
import { link } from '../overview/address.ts';
import type { OverviewRequest } from '../overview/request.ts';
import { HiddenState } from './hidden-state.tsx';

const TABS = [
  ['Account and Region', null],
  ['Agent', 'agent'],
  ['Operation', 'operation'],
  ['Tier', 'tier'],
  ['Scope', 'scope'],
  ['Called id', 'modelId'],
  ['Session', 'session'],
] as const;

export function BreakdownTabs({ request, path }: { request: OverviewRequest; path: string }) {
  const [current, tag] = [request.state.get('by'), request.state.get('tag') ?? ''];
  return (
    <div class="tabs">
      <nav class="segments small" aria-label="Break down by">
        {TABS.map(([title, by]) => (
          <a
            href={`${link(path, request.state, { by, tag: null, rows: null })}#breakdown`}
            aria-current={tag === '' && current === by ? 'true' : undefined}
          >
            {title}
          </a>
        ))}
      </nav>
      <form method="get" action={`${path}#breakdown`} class="tag-form">
        <HiddenState state={request.state} except={['by', 'tag', 'rows']} />
        <label>
          <span class="visually-hidden">Tag key</span>
          <input
            name="tag"
            value={tag}
            placeholder="Tag key"
            size={10}
            class={tag === '' ? undefined : 'chosen'}
          />
        </label>
      </form>
    </div>
  );
}
