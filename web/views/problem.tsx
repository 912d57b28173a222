/**
 * A page that could not be shown: what happened, and what to do.
 * @module
 */
import type { WebDeps } from '../deps.ts';
import { visible } from '../format/visible.ts';
import { document } from './document.tsx';
import { shell } from './shell.tsx';

export interface Problem {
  readonly title: string;
  readonly message: string;
  readonly todo: string;
}

export function problemPage({ title, message, todo }: Problem) {
  return document({
    title,
    plain: true,
    children: (
      <main class="notice">
        <h1>{title}</h1>
        <p>{message}</p>
        <p>{todo}</p>
        <p>
          <a class="button" href="/">
            Go to the overview
          </a>
        </p>
      </main>
    ),
  });
}

/** An address that nothing is at; the pages there are stand beside it. */
export function missingPage(deps: WebDeps, path: string) {
  return shell({
    deps,
    title: 'No such page',
    active: '',
    children: (
      <section class="card empty">
        <h1>No such page</h1>
        <p>There is nothing at {visible(path)}.</p>
        <p>The address may be old or mistyped. The overview has everything that there is.</p>
        <p class="actions">
          <a class="button" href="/">
            Go to the overview
          </a>
        </p>
      </section>
    ),
  });
}
