/**
 * Waiting for the end: the first SIGTERM or SIGINT asks, a second one ends the process at once.
 * @module
 */

/** Resolves with the name of the first signal. */
export function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const onSignal = (signal: NodeJS.Signals) => {
      for (const name of ['SIGTERM', 'SIGINT'] as const) process.removeListener(name, onSignal);
      resolve(signal);
    };
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, onSignal);
  });
}
