/**
 * How far the data reach, for the top bar of every page. Read with each page that is asked for; it is the same for all
 * who look at one store.
 * @module
 */
import type { MiddlewareHandler } from 'hono';
import { type EpochSeconds, epochSeconds, type TimeRange } from '../../src/domain/time.ts';
import type { SourceState, Store } from '../../src/store/port.ts';
import type { WebDeps } from '../deps.ts';
import { wantsJson } from './wants-json.ts';

const reach = new WeakMap<Store, EpochSeconds | null>();

/** Time of the newest call as of the last page; null: no call yet; undefined: not known. */
export const dataUpToIn = (store: Store): EpochSeconds | null | undefined => reach.get(store);

/** Looks before a page is made; answers for programs, and pictures, have no bar. */
export function readFreshness({ store }: WebDeps): MiddlewareHandler {
  return async function readFreshness(c, next) {
    const bare = wantsJson(c) || c.req.path.startsWith('/assets/') || c.req.path.startsWith('/charts/');
    if (!bare) await look(store);
    await next();
  };
}

async function look(store: Store): Promise<void> {
  try {
    const [sources, extent] = await Promise.all([store.sources(), store.extent()]);
    reach.set(store, newestEvent(sources, extent));
  } catch {
    // A store that does not answer is the page's to tell; the bar only says nothing.
    reach.delete(store);
  }
}

/** The newest call that any source has read; where none says, the end of what is stored. */
export function newestEvent(sources: readonly SourceState[], extent: TimeRange | null): EpochSeconds | null {
  const events = sources.flatMap(({ lastEventAt }) => lastEventAt ?? []);
  if (events.length > 0) return epochSeconds(Math.max(...events));
  return extent && epochSeconds(extent.to - 1);
}
