/**
 * One batch of facts into the store: rows, roll-ups, source state and cursor, in one transaction.
 * @module
 */
import type { Rater } from '../../domain/cost.ts';
import type { Quantities } from '../../domain/quantities.ts';
import { allTokens } from '../../domain/quantities.ts';
import { TOKEN_UNIT } from '../../domain/sku.ts';
import {
  dayOf,
  type EpochDay,
  type EpochHour,
  type EpochMinute,
  hourOf,
  minuteOf,
  SECONDS_PER_DAY,
} from '../../domain/time.ts';
import type { InvocationFact } from '../../domain/usage.ts';
import type { FactBatch, IngestOutcome } from '../port.ts';
import type { Ceilings } from './ceiling.ts';
import type { Arrivals, ForgottenHours } from './forgotten.ts';
import type { Invocations } from './invocations.ts';
import {
  addCall,
  addTokens,
  addToMinute,
  type MinuteDelta,
  newDelta,
  newMinute,
  type RowDelta,
} from './measures.ts';
import type { Rollups } from './rollups.ts';
import type { SeriesRef, SeriesTable } from './series.ts';
import type { Skus } from './skus.ts';

/** Minutes by caller feed quota checks; older ones answer nothing and are not written. */
export const CALLER_MINUTES_DAYS = 16;
/** Minutes by model feed capacity planning. */
export const MODEL_MINUTES_DAYS = 90;

export interface IngestParts {
  readonly series: SeriesTable;
  readonly skus: Skus;
  readonly invocations: Invocations;
  readonly rollups: Rollups;
  readonly ceilings: Ceilings;
  readonly forgotten: ForgottenHours;
  readonly arrivals: Arrivals;
}

interface HourRow {
  readonly hour: EpochHour;
  readonly series: SeriesRef;
  readonly delta: RowDelta;
  readonly unpricedKinds: readonly (keyof Quantities)[];
}

interface MinuteRow {
  readonly minute: EpochMinute;
  readonly series: SeriesRef;
  readonly delta: MinuteDelta;
}

/** A series id and an hour or minute in one exact number: 2^27 series, and minutes below 2^26 (year 2097). */
const SERIES_SPAN = 2 ** 27;

/** Sums a batch in memory, then writes each touched row once. Call within a write transaction. */
export class BatchWriter {
  readonly #parts: IngestParts;
  readonly #rater: Rater;
  readonly #hours = new Map<number, HourRow>();
  readonly #minutes = new Map<number, MinuteRow>();
  readonly #demand = new Map<string, MinuteRow>();
  readonly #overflow: Record<string, number> = {};
  #unpriced = 0;
  #suspect = 0;
  readonly #late = new Map<EpochDay, number>();

  constructor(parts: IngestParts, rater: Rater) {
    this.#parts = parts;
    this.#rater = rater;
  }

  write(batch: FactBatch, priceVersion: number): IngestOutcome {
    const { rollups, forgotten, arrivals } = this.#parts;
    forgotten.look();
    arrivals.on(dayOf(batch.now));
    let inserted = 0;
    for (const fact of batch.facts) if (this.#add(fact, batch.now)) inserted += 1;
    for (const { hour, series, delta } of this.#hours.values()) {
      rollups.addHour(hour, series.id, series.whole, delta, this.#rater, priceVersion);
    }
    rollups.coarse.flush();
    for (const { minute, series, delta } of this.#minutes.values()) {
      rollups.addMinute(minute, series.whole, delta);
    }
    for (const { minute, series, delta } of this.#demand.values()) {
      rollups.addDemand(series.place, series.modelRef, minute, delta);
    }
    let late = 0;
    for (const [day, facts] of this.#late) {
      forgotten.count(day, facts);
      late += facts;
    }
    return {
      inserted,
      duplicates: batch.facts.length - inserted - late,
      late,
      unpriced: this.#unpriced,
      suspect: this.#suspect,
      overflow: this.#overflow,
    };
  }

  /** Adds one fact; false when it was known, or when nobody can tell any more whether it was. */
  #add(fact: InvocationFact, now: number): boolean {
    if (this.#isForgotten(fact)) return false;
    const { series, invocations, ceilings } = this.#parts;
    // A call without tokens but with units (an image) is counted with its first unit; every other with its tokens.
    const first = fact.units[0];
    const tokens = allTokens(fact.tokens);
    const mainUnit = tokens === 0 && first ? first.unit : TOKEN_UNIT;
    const main = series.of(fact, mainUnit, this.#rater.knowsModel);
    const mainUnits = fact.units.reduce(
      (sum, { unit, quantity }) => sum + (unit === mainUnit ? quantity : 0),
      0,
    );
    if (!invocations.add(fact, main, mainUnits)) return false;
    for (const dimension of main.overflow) {
      ceilings.count(dayOf(fact.at), dimension);
      this.#overflow[dimension] = (this.#overflow[dimension] ?? 0) + 1;
    }
    if (fact.suspectCounts) this.#suspect += 1;

    const hour = hourOf(fact.at);
    const row = this.#hour(hour, main);
    addCall(row.delta, fact);
    let unpriced = false;
    if (tokens > 0) {
      addTokens(row.delta, fact.tokens);
      unpriced = row.unpricedKinds.some((kind) => kind !== 'units' && fact.tokens[kind] > 0);
    }
    for (const { unit, quantity } of fact.units) {
      const unitRow =
        unit === mainUnit ? row : this.#hour(hour, series.of(fact, unit, this.#rater.knowsModel));
      unitRow.delta.quantities.units += quantity;
      unpriced ||= quantity > 0 && unitRow.unpricedKinds.includes('units');
    }
    if (unpriced) {
      row.delta.unpricedCalls += 1;
      this.#unpriced += 1;
    }
    this.#addMinutes(fact, main, now);
    return true;
  }

  /** A call of an hour that has lost calls is counted late, unless it is one of those still known. */
  #isForgotten(fact: InvocationFact): boolean {
    const { series, invocations, forgotten } = this.#parts;
    if (!forgotten.mayHave(fact.at)) return false;
    const place = series.place(fact);
    if (!forgotten.has(place, fact.at)) return false;
    if (!invocations.knows(fact.requestId, place)) {
      const day = dayOf(fact.at);
      this.#late.set(day, (this.#late.get(day) ?? 0) + 1);
    }
    return true;
  }

  #addMinutes(fact: InvocationFact, series: SeriesRef, now: number): void {
    const age = now - fact.at;
    const minute = minuteOf(fact.at);
    if (age <= CALLER_MINUTES_DAYS * SECONDS_PER_DAY) {
      addToMinute(minuteRow(this.#minutes, minute * SERIES_SPAN + series.whole, minute, series), fact);
    }
    if (age <= MODEL_MINUTES_DAYS * SECONDS_PER_DAY) {
      const key = `${series.place}/${series.modelRef}/${minute}`;
      addToMinute(minuteRow(this.#demand, key, minute, series), fact);
    }
  }

  #hour(hour: EpochHour, series: SeriesRef): HourRow {
    const key = hour * SERIES_SPAN + series.id;
    let row = this.#hours.get(key);
    if (!row) {
      const unpricedKinds = this.#parts.skus.unpricedKinds(series.id, hour, this.#rater);
      row = { hour, series, delta: newDelta(), unpricedKinds };
      this.#hours.set(key, row);
    }
    return row;
  }
}

function minuteRow<K>(rows: Map<K, MinuteRow>, key: K, minute: EpochMinute, series: SeriesRef): MinuteDelta {
  let row = rows.get(key);
  if (!row) {
    row = { minute, series, delta: newMinute() };
    rows.set(key, row);
  }
  return row.delta;
}
