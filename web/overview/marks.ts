/**
 * What happened on the time axis: alarms that began, prices that changed. Pure.
 * @module
 */
import type { PriceBook } from '../../pricing/index.ts';
import type { Alarm } from '../../src/domain/alarm.ts';
import type { UsageRow } from '../../src/domain/measures.ts';
import { type EpochSeconds, isoInstant, type TimeRange } from '../../src/domain/time.ts';
import { visible } from '../format/visible.ts';
import type { Filters } from './request.ts';

export interface Mark {
  readonly kind: 'alarm' | 'price';
  readonly at: EpochSeconds;
  readonly title: string;
  /** The page that says more; null: there is none. */
  readonly href: string | null;
}

/** Alarms that fired, by the time from which they hold; under filters, those that are about what is shown. */
export function alarmMarks(alarms: readonly Alarm[], range: TimeRange, filters: Filters): Mark[] {
  return alarms
    .filter(({ phase }) => phase !== 'pending')
    .filter(({ observation: { since } }) => since >= range.from && since < range.to)
    .filter(({ labels }) => filters.length === 0 || filters.some((filter) => isAbout(labels, filter)))
    .map(({ id, observation: { since, title } }) => ({
      ...{ kind: 'alarm' as const, at: since, title: visible(title), href: `/alarms/${id}` },
    }));
}

const isAbout = (labels: Alarm['labels'], { dimension, values }: Filters[number]): boolean =>
  Object.hasOwn(labels, dimension) && values.includes(labels[dimension] ?? null);

/** Rates that took the place of others within the range, of models that were called. */
export function priceMarks(book: PriceBook, rows: readonly UsageRow[], range: TimeRange): Mark[] {
  const called = new Set(rows.map(({ key }) => key[1]));
  const ended = new Set(book.rows.map(({ model, scope, to }) => `${model} ${scope} ${to}`));
  const changes = new Map<string, Mark>();
  for (const { model, scope, from } of book.rows) {
    if (from < range.from || from >= range.to || !called.has(model)) continue;
    if (!ended.has(`${model} ${scope} ${from}`)) continue;
    const name = book.models.get(model)?.name ?? model;
    const title = `New price of ${name}, ${isoInstant(from).slice(0, 10)}`;
    changes.set(`${model} ${from}`, { kind: 'price', at: from, title, href: null });
  }
  return [...changes.values()];
}
