/**
 * Charges of a range for other tools, day by day, so that a year is never in memory at once.
 * @module
 */
import { type Charge, chargesOf } from '../analysis/charges.ts';
import { FOCUS_COLUMNS, type FocusNames, focusRow } from '../analysis/focus/columns.ts';
import { FocusTotal } from '../analysis/focus/total.ts';
import { type SpendRequest, wantedTypes } from '../analysis/spend.ts';
import { parseSpendRequest, type SpendText } from '../analysis/spend-request.ts';
import { accountNames } from '../config/account-names.ts';
import { UsageError } from '../domain/errors.ts';
import { storeFilters } from '../domain/measures.ts';
import { TOKEN_TYPE_OF } from '../domain/quantities.ts';
import {
  dayOf,
  type EpochDay,
  type EpochHour,
  epochSeconds,
  isoInstant,
  startOfDay,
  startOfHour,
  type TimeRange,
} from '../domain/time.ts';
import type { AnswerContext } from './context.ts';
import { knownRange } from './freshness.ts';

export const GRAINS = ['hour', 'day'] as const;
export type Grain = (typeof GRAINS)[number];

export interface ExportText extends Omit<SpendText, 'by'> {
  readonly grain?: string | undefined;
}

export interface ExportRequest extends Omit<SpendRequest, 'by'> {
  readonly grain: Grain;
}

/** @throws UsageError naming the parameter, its value and what would be right */
export function parseExportRequest(
  { grain = 'day', ...text }: ExportText,
  now: AnswerContext['now'],
  name: (key: string) => string,
): ExportRequest {
  const known = GRAINS.find((one) => one === grain);
  if (known === undefined) throw new UsageError(`${name('grain')} ${grain}: is hour or day`);
  const { range, where } = parseSpendRequest(text, now, name);
  return { range, where, grain: known };
}

/**
 * The charges of each day that has any, in order of time. What has no price is among them; what a clock that was given
 * cannot know yet is not, as in `spend`.
 */
export async function* chargesByDay(
  { store, book, ...clock }: Pick<AnswerContext, 'store' | 'book' | 'now' | 'frozen'>,
  { range: asked, where, grain }: ExportRequest,
): AsyncGenerator<readonly Charge[]> {
  const range = knownRange(asked, clock);
  const types = wantedTypes(where);
  for (const day of daysOf(range, await store.extent())) {
    const hours = await store.charges({ range: clip(wholeDay(day), range), where: storeFilters(where) });
    const charges = chargesOf(hours, book, (hour) =>
      grain === 'day' ? clip(wholeDay(day), range) : wholeHour(hour),
    );
    const wanted = types === null ? charges : charges.filter(({ kind }) => types.has(typeOf(kind)));
    if (wanted.length > 0) yield wanted;
  }
}

const typeOf = (kind: Charge['kind']) => (kind === 'units' ? kind : TOKEN_TYPE_OF[kind]);

/** Days of the range in which there can be usage. */
function* daysOf(range: TimeRange, extent: TimeRange | null): Generator<EpochDay> {
  if (extent === null) return;
  const last = Math.min(range.to, extent.to) - 1;
  for (let day = dayOf(epochSeconds(Math.max(range.from, extent.from))); startOfDay(day) <= last; day++)
    yield day;
}

const wholeDay = (day: EpochDay): TimeRange => ({
  from: startOfDay(day),
  to: startOfDay((day + 1) as EpochDay),
});
const wholeHour = (hour: EpochHour): TimeRange => ({
  from: startOfHour(hour),
  to: startOfHour((hour + 1) as EpochHour),
});
const clip = (a: TimeRange, b: TimeRange): TimeRange => ({
  from: epochSeconds(Math.max(a.from, b.from)),
  to: epochSeconds(Math.min(a.to, b.to)),
});

/** Names of accounts as the configuration says them, and of models as the price book does. */
export function exportNames({ config, book }: Pick<AnswerContext, 'config' | 'book'>): FocusNames {
  return { accounts: accountNames(config.accounts), models: book.models };
}

/** What an export is of, as JSON. */
export function focusHead({ range, grain }: ExportRequest, priceVersion: string) {
  const [from, to] = [isoInstant(range.from), isoInstant(range.to)];
  return { from, to, grain, costBasis: 'estimate', priceVersion, columns: FOCUS_COLUMNS };
}

/**
 * The export as one JSON document, piece by piece: the head, `rows` as arrays in the order of `columns`, and `total`.
 * @param more what else the document says at its end
 */
export async function* focusJson(
  head: ReturnType<typeof focusHead>,
  charges: AsyncIterable<readonly Charge[]>,
  names: FocusNames,
  more: Readonly<Record<string, unknown>> = {},
): AsyncGenerator<string> {
  const total = new FocusTotal();
  yield `${JSON.stringify(head).slice(0, -1)},"rows":[`;
  let between = '';
  for await (const batch of charges) {
    total.add(batch);
    yield between + batch.map((charge) => JSON.stringify(focusRow(charge, names))).join(',');
    between = ',';
  }
  yield `],${JSON.stringify({ total: total.json(), ...more }).slice(1)}\n`;
}
