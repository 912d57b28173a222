/**
 * Series: interned combinations of all dimensions of a fact. Roll-up rows refer to them by id.
 * @module
 */

import type { Rater } from '../../domain/cost.ts';
import { OTHER_LABEL } from '../../domain/dimension.ts';
import { promptTokens } from '../../domain/quantities.ts';
import { promptBand, STANDARD_TIER, TOKEN_UNIT } from '../../domain/sku.ts';
import { dayOf, type EpochDay } from '../../domain/time.ts';
import type { InvocationFact } from '../../domain/usage.ts';
import type { CappedDimension, Ceilings } from './ceiling.ts';
import { type Labels, NONE } from './labels.ts';
import type { Db } from './open.ts';
import { Tagsets } from './tagsets.ts';

/** What a fact counts under, by session and over all sessions. */
export interface SeriesRef {
  readonly id: number;
  readonly whole: number;
  readonly place: number;
  readonly modelRef: number;
  /** Dimensions whose value went to "(other)". */
  readonly overflow: readonly CappedDimension[];
}

const CACHE_LIMIT = 100_000;
const KEY_COLUMNS = [
  'account',
  'region',
  'operation',
  'model_ref',
  'tier',
  'latency',
  'band',
  'batch',
  'unit',
  'principal',
  'session',
  'agent',
  'tagset',
  'guardrail',
  'guardrail_action',
] as const;
const SESSION = KEY_COLUMNS.indexOf('session');
/** Parts of a SKU that a price list knows are never merged with others, or their money would be lost. */
const SOLD_TIERS = new Set([STANDARD_TIER, 'flex', 'priority', 'reserved']);
/** Units whose ids carry sizes that callers choose. */
const SIZED_UNIT = /:\d+x\d+/;
/** Stands for null in cache keys: control characters do not occur in values. */
const NULL = '\u0001';

export class SeriesTable {
  readonly #labels: Labels;
  readonly #ceilings: Ceilings;
  readonly #tagsets: Tagsets;
  readonly #series = new Map<string, SeriesRef>();
  readonly #places = new Map<string, number>();
  readonly #sql;

  constructor(db: Db, labels: Labels, ceilings: Ceilings) {
    this.#labels = labels;
    this.#ceilings = ceilings;
    this.#tagsets = new Tagsets(db);
    const match = KEY_COLUMNS.map((column) => `${column} = ?`).join(' AND ');
    const holes = KEY_COLUMNS.map(() => '?').join(', ');
    this.#sql = {
      findSeries: db.prepare<number[], { id: number }>(`SELECT id FROM series WHERE ${match}`),
      addSeries: db.prepare<number[]>(
        `INSERT INTO series (whole, ${KEY_COLUMNS.join(', ')}) VALUES (?, ${holes})`,
      ),
      setWhole: db.prepare<[number, number]>('UPDATE series SET whole = ? WHERE id = ?'),
      findModel: db.prepare<number[], { id: number }>(
        'SELECT id FROM model_ref WHERE called = ? AND parsed_base = ? AND parsed_scope = ?',
      ),
      addModel: db.prepare<number[]>(
        'INSERT INTO model_ref (called, parsed_base, parsed_scope, base, scope, profile) VALUES (?, ?, ?, ?, ?, ?)',
      ),
      findResolution: db.prepare<[number], { base: number; scope: number }>(
        'SELECT base, scope FROM model_resolution WHERE called = ?',
      ),
      findPlace: db.prepare<number[], { id: number }>(
        'SELECT id FROM place WHERE account = ? AND region = ?',
      ),
      addPlace: db.prepare<number[]>('INSERT INTO place (account, region) VALUES (?, ?)'),
    };
  }

  /** Where a fact was made: account and source Region. */
  place(fact: InvocationFact): number {
    const key = `${fact.account}/${fact.region}`;
    const cached = this.#places.get(key);
    if (cached !== undefined) return cached;
    const ids = [this.#labels.intern(fact.account), this.#labels.intern(fact.region)];
    const id = this.#sql.findPlace.get(...ids)?.id ?? Number(this.#sql.addPlace.run(...ids).lastInsertRowid);
    this.#places.set(key, id);
    return id;
  }

  /** The series of a fact for one unit (`token`, or what its non-token units are). */
  of(fact: InvocationFact, unit: string, knowsModel: Rater['knowsModel']): SeriesRef {
    const day = dayOf(fact.at);
    const key = cacheKey(fact, unit, day);
    const cached = this.#series.get(key);
    if (cached) return cached;
    if (this.#series.size >= CACHE_LIMIT) this.#series.clear();
    const made = this.#intern(fact, unit, day, knowsModel);
    this.#series.set(key, made);
    return made;
  }

  /** Forgets what a rolled-back transaction may have interned. */
  forget(): void {
    this.#series.clear();
    this.#places.clear();
    this.#tagsets.forget();
  }

  #intern(fact: InvocationFact, unit: string, day: EpochDay, knowsModel: Rater['knowsModel']): SeriesRef {
    const overflow: CappedDimension[] = [];
    const capped = (dimension: CappedDimension, text: string | null, detail?: string): number => {
      if (text === null) return NONE;
      const id = this.#labels.intern(text);
      if (this.#ceilings.admit(day, dimension, id, detail)) return id;
      overflow.push(dimension);
      return this.#labels.intern(OTHER_LABEL);
    };
    const tags = [...fact.tags].map(([key, value]): readonly [number, number] => {
      const keyId = capped('tagKey', key);
      return [keyId, capped('tagValue', value, String(keyId))];
    });
    const called = capped('modelId', fact.model.called);
    const { base } = fact.model;
    const known = base === null || knowsModel(base);
    const modelRef = this.#model(fact, called, known ? this.#labels.intern(base) : capped('model', base));
    const columns: Record<(typeof KEY_COLUMNS)[number], number> = {
      account: this.#labels.intern(fact.account),
      region: this.#labels.intern(fact.region),
      operation: capped('operation', fact.operation),
      model_ref: modelRef,
      tier: SOLD_TIERS.has(fact.tier) ? this.#labels.intern(fact.tier) : capped('tier', fact.tier),
      latency: fact.latency === 'optimized' ? 1 : 0,
      band: unit === TOKEN_UNIT ? promptBand(promptTokens(fact.tokens)) : 0,
      batch: 0,
      unit: SIZED_UNIT.test(unit) ? capped('unit', unit) : this.#labels.intern(unit),
      principal: capped('principal', fact.caller.principal),
      session: capped('session', fact.caller.session),
      agent: capped('agent', fact.caller.agent),
      tagset: this.#tagset(tags, day, overflow),
      guardrail: capped('guardrail', fact.guardrailId),
      guardrail_action: capped('guardrail', fact.guardrailAction),
    };
    const key = KEY_COLUMNS.map((column) => columns[column]);
    const whole = this.#row(key.with(SESSION, NONE), undefined);
    const id = columns.session === NONE ? whole : this.#row(key, whole);
    return { id, whole, place: this.place(fact), modelRef, overflow };
  }

  #row(key: readonly number[], whole: number | undefined): number {
    const found = this.#sql.findSeries.get(...key);
    if (found) return found.id;
    const id = Number(this.#sql.addSeries.run(whole ?? NONE, ...key).lastInsertRowid);
    if (whole === undefined) this.#sql.setWhole.run(id, id);
    return id;
  }

  #model(fact: InvocationFact, called: number, base: number): number {
    const { scope, profile } = fact.model;
    const parsed = [base, this.#labels.intern(scope)];
    const found = this.#sql.findModel.get(called, ...parsed);
    if (found) return found.id;
    // Ids past the ceiling share a row: it must not carry the profile of whoever came first.
    const other = this.#labels.textOf(called) === OTHER_LABEL;
    const profileId = this.#labels.intern(other && profile !== null ? OTHER_LABEL : profile);
    const known = other ? undefined : this.#sql.findResolution.get(called);
    const meant = known === undefined ? parsed : [known.base, known.scope];
    return Number(this.#sql.addModel.run(called, ...parsed, ...meant, profileId).lastInsertRowid);
  }

  /** Combinations multiply: past their ceiling all values of the set become "(other)". */
  #tagset(tags: readonly (readonly [number, number])[], day: EpochDay, overflow: CappedDimension[]): number {
    const id = this.#tagsets.intern(tags);
    if (id === NONE || this.#ceilings.admit(day, 'tagset', id)) return id;
    overflow.push('tagset');
    const other = this.#labels.intern(OTHER_LABEL);
    return this.#tagsets.intern(tags.map(([key]) => [key, other]));
  }
}

/** Everything that decides the series, as one string: the hot path builds no other garbage. */
function cacheKey(fact: InvocationFact, unit: string, day: EpochDay): string {
  const { caller, model } = fact;
  let key = `${day}\n${promptBand(promptTokens(fact.tokens))}\n${unit}\n${fact.account}\n${fact.region}\n`;
  key += `${fact.operation ?? NULL}\n${model.called}\n${model.base ?? NULL}\n${model.scope}\n${fact.tier}\n${fact.latency}\n`;
  key += `${caller.principal ?? NULL}\n${caller.session ?? NULL}\n${caller.agent ?? NULL}\n`;
  key += `${fact.guardrailId ?? NULL}\n${fact.guardrailAction ?? NULL}`;
  for (const [name, value] of fact.tags) key += `\n${name}\t${value}`;
  return key;
}
