/**
 * The frame of every page: navigation, top bar, content, the list of keys.
 * @module
 */
import type { Child } from 'hono/jsx';
import type { WebDeps } from '../deps.ts';
import { firingIn } from '../http/bell.ts';
import { dataUpToIn } from '../http/freshness.ts';
import { tokenOf } from '../http/session.ts';
import { Age } from './age.tsx';
import { Bell } from './bell.tsx';
import { document } from './document.tsx';
import { Freshness } from './freshness.tsx';
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
  /** What the top bar holds besides what is common to all: what the page is narrowed to. */
  readonly bar?: Child;
  /** At the end of the top bar, before how fresh the data are. */
  readonly barEnd?: Child;
  readonly children?: Child;
}

/** A whole page as a string. */
export function shell(props: ShellProps) {
  const { deps, title, active, age = null, aged, bar, barEnd, children } = props;
  const dataUpTo = dataUpToIn(deps.store);
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
              <span class="bar-end">
                {barEnd}
                {dataUpTo !== undefined && <Freshness dataUpTo={dataUpTo} now={deps.now()} />}
                <abbr class="badge" title="All times and days are Coordinated Universal Time, as AWS bills">
                  UTC
                </abbr>
                <Bell firing={firingIn(deps.store)} />
              </span>
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
    ['/', 'search: narrow the tables, Enter looks through all spend'],
    ...PAGES.map((page) => [`g ${page.key}`, `go to ${page.title}`]),
    ['?', 'show these keys'],
    ['Esc', 'close, or leave the search'],
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
