/**
 * The frame of every page: navigation, top bar, content, the list of keys.
 * @module
 */
import type { Child } from 'hono/jsx';
import type { WebDeps } from '../deps.ts';
import { firingIn } from '../http/bell.ts';
import { tokenOf } from '../http/session.ts';
import { Age } from './age.tsx';
import { Bell } from './bell.tsx';
import { document } from './document.tsx';
import { Navigation, PAGES } from './nav.tsx';

export interface ShellProps {
  readonly deps: WebDeps;
  readonly title: string;
  /** Id of the page in the navigation. */
  readonly active: string;
  /** Seconds since the oldest answer of the page was computed; null: as good as new. */
  readonly age?: number | null;
  /** What is so old. */
  readonly aged?: string;
  /** What the top bar holds besides the badges common to all. */
  readonly bar?: Child;
  readonly children?: Child;
}

/** A whole page as a string. */
export function shell({ deps, title, active, age = null, aged, bar, children }: ShellProps) {
  return document({
    title,
    assets: deps.assets,
    now: deps.now(),
    children: (
      <>
        <a class="skip" href="#content">
          Skip to content
        </a>
        <div class="frame">
          <Navigation active={active} demo={deps.demo} signOut={tokenOf(deps.config) !== undefined} />
          <div class="page">
            <header class="bar">
              {bar}
              <Bell firing={firingIn(deps.store)} />
            </header>
            <main id="content" tabindex={-1}>
              {age !== null && <Age seconds={age} what={aged ?? 'This page'} />}
              {children}
            </main>
          </div>
        </div>
        <Keys />
      </>
    ),
  });
}

function Keys() {
  const keys = [
    ['/', 'filter the tables'],
    ...PAGES.map((page) => [`g ${page.key}`, `go to ${page.title}`]),
    ['?', 'show these keys'],
    ['Esc', 'close, or leave the filter'],
  ];
  return (
    <dialog id="keys" class="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl>
        {keys.map(([key = '', what]) => (
          <div>
            <dt>
              {key.split(' ').map((one) => (
                <kbd>{one}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}
