/**
 * How many alarms need somebody, for the bell of every page. Counted with each page that is asked for; it is the same
 * for all who look at one store.
 * @module
 */
import type { MiddlewareHandler } from 'hono';
import { stateOf } from '../../src/analysis/alarms/state.ts';
import type { Store } from '../../src/store/port.ts';
import type { WebDeps } from '../deps.ts';
import { wantsJson } from './wants-json.ts';

const MOST_COUNTED = 1000;
const counts = new WeakMap<Store, number | null>();

/** Alarms that fire and that nobody has acknowledged or silenced, as of the last page; null: not known. */
export const firingIn = (store: Store): number | null => counts.get(store) ?? null;

/** Counts before a page is made; answers for programs and files have no bell. */
export function countAlarms(deps: WebDeps): MiddlewareHandler {
  return async function countAlarms(c, next) {
    if (!wantsJson(c) && !c.req.path.startsWith('/assets/')) counts.set(deps.store, await count(deps));
    await next();
  };
}

async function count({ store, now: clock }: WebDeps): Promise<number | null> {
  const now = clock();
  try {
    const [open, silences] = await Promise.all([
      store.alarms({ open: true, limit: MOST_COUNTED }),
      store.silences(now),
    ]);
    return open.filter((alarm) => stateOf(alarm, silences, now) === 'firing').length;
  } catch {
    // A store that does not answer is the page's to tell; the bell only stays silent.
    return null;
  }
}
