/**
 * Waiting for the end: the first SIGTERM or SIGINT asks, a second one ends the process at once.
 * @module
 */

/** Ctrl-C under `npm run` comes twice: from the terminal and from npm. */
const SAME_MILLISECONDS = 400;

/** Resolves with the name of the first signal. */
export function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const onSignal = (signal: NodeJS.Signals) => {
      resolve(signal);
      setTimeout(() => {
        for (const name of ['SIGTERM', 'SIGINT'] as const) process.removeListener(name, onSignal);
      }, SAME_MILLISECONDS).unref();
    };
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, onSignal);
  });
}
