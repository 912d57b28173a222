/**
 * What the pictures of a month show besides its numbers: the colours that models have on the pages, and when alarms began.
 * @module
 */
import { colourSlots } from '../../../web/charts/colours.ts';
import { visible } from '../../../web/format/visible.ts';
import { dearestModels } from '../../answers/dearest-models.ts';
import type { Month } from '../../answers/month.ts';
import { epochSeconds, isoInstant } from '../../domain/time.ts';
import type { Store } from '../../store/port.ts';

export interface Drawn {
  /**
   * Slots by model: of the five weeks before the month's end; the dashboard has the same through the month that follows.
   * While the month runs, those of the dashboard.
   */
  readonly colours: ReadonlyMap<string, number>;
  /** In order of time. */
  readonly alarms: readonly AlarmMark[];
}

export interface AlarmMark {
  /** `2026-10-14`. */
  readonly day: string;
  readonly title: string;
}

/** What is drawn where nothing else is known. */
export const NOTHING_DRAWN: Drawn = { colours: new Map(), alarms: [] };
const MOST_ALARMS = 1_000;

export async function drawnOf(store: Store, { range, closed }: Month): Promise<Drawn> {
  const extent = await store.extent();
  if (extent === null) return NOTHING_DRAWN;
  const known = { from: extent.from, to: epochSeconds(Math.min(extent.to, range.to)) };
  const before = { from: extent.from, to: epochSeconds(Math.min(extent.to, range.from)) };
  const [models, earlier, alarms] = await Promise.all([
    dearestModels(store, known),
    closed ? [] : dearestModels(store, before),
    store.alarms({ limit: MOST_ALARMS }),
  ]);
  const began = alarms
    .filter(
      ({ phase, observation: { since } }) => phase !== 'pending' && since >= range.from && since < range.to,
    )
    .map(({ observation: { since, title } }) => ({ since, title: visible(title) }))
    .toSorted((a, b) => a.since - b.since || order(a.title, b.title));
  return {
    colours: colourSlots(models, colourSlots(earlier)),
    alarms: began.map(({ since, title }) => ({ day: isoInstant(since).slice(0, 10), title })),
  };
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
