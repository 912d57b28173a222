/**
 * The next item of a generator that may hang, or the reason not to wait for it.
 * @module
 */

export const DONE = Symbol('done');
export const STOPPED = Symbol('stopped');
export const TOO_LONG = Symbol('too long');

/** Waits for the next item, for the signal, or for as long as patience lasts, whatever comes first. */
export async function stepOrStop<T>(
  items: AsyncGenerator<T, void, undefined>,
  signal: AbortSignal,
  patienceMilliseconds: number,
): Promise<T | typeof DONE | typeof STOPPED | typeof TOO_LONG> {
  if (signal.aborted) return STOPPED;
  const other = Promise.withResolvers<typeof STOPPED | typeof TOO_LONG>();
  const onAbort = () => other.resolve(STOPPED);
  const timer = setTimeout(() => other.resolve(TOO_LONG), patienceMilliseconds);
  signal.addEventListener('abort', onAbort);
  const next = items.next();
  // Whoever loses the race may still fail later: nobody waits for it then.
  next.catch(() => undefined);
  try {
    const first = await Promise.race([next, other.promise]);
    if (typeof first === 'symbol') return first;
    return first.done ? DONE : first.value;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
