/**
 * The sign-in form.
 * @module
 */
import { document } from './document.tsx';

export interface SignIn {
  /** Where to go afterwards: a path of ours. */
  readonly next: string;
  readonly problem?: string;
}

export function signInPage({ next, problem }: SignIn) {
  return document({
    title: 'Sign in',
    plain: true,
    children: (
      <main class="notice">
        <h1>Sign in to bedrock-meter</h1>
        <form method="post" action="/login" class="sign-in">
          <input type="hidden" name="next" value={next} />
          <label for="token">Token</label>
          <input id="token" name="token" type="password" autocomplete="current-password" required />
          {problem && (
            <p class="problem" role="alert">
              {problem}
            </p>
          )}
          <button type="submit">Sign in</button>
        </form>
        <p class="muted">
          The token is <code>server.auth.token</code> in the configuration of the daemon.
        </p>
        {/* A link from another site arrives without the cookie, which is sent to this site's own links only. */}
        <p class="muted">
          Signed in already, and came from another site? <a href={next}>Continue</a>
        </p>
      </main>
    ),
  });
}
