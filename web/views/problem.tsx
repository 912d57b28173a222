/**
 * A page that could not be shown: what happened, and what to do.
 * @module
 */
import { document } from './document.tsx';

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
