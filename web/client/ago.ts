/**
 * Relative times that stay true while the page is open.
 * @module
 */
import { epochSeconds } from '../../src/domain/time.ts';
import { agoText } from '../format/moment.ts';

const EVERY_MS = 30_000;

/** The server's clock at load, moved on by the browser's: a wrong clock here must not age the data. */
export function keepTimesFresh(): void {
  const times = [...document.querySelectorAll<HTMLTimeElement>('time[data-ago]')];
  const served = Number(document.documentElement.dataset.now);
  if (times.length === 0 || !Number.isFinite(served)) return;
  const loaded = performance.now();
  setInterval(() => {
    const now = epochSeconds(served + Math.floor((performance.now() - loaded) / 1000));
    for (const time of times) {
      const at = epochSeconds(Math.floor(Date.parse(time.dateTime) / 1000));
      time.textContent = agoText(at, now);
    }
  }, EVERY_MS);
}
