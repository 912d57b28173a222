/**
 * Facts on their way from one thread to another: numbers in one typed array, what repeats once. A row of objects costs
 * several times its parsing to be copied between threads.
 * @module
 */
import type { AccountId, RegionId } from '../../src/domain/ids.ts';
import type { ModelRef } from '../../src/domain/model-id.ts';
import type { Caller } from '../../src/domain/principal.ts';
import { epochSeconds } from '../../src/domain/time.ts';
import type { InvocationFact, UnitCount } from '../../src/domain/usage.ts';

/** What a message between threads can carry; {@link transfersOf} names what moves instead of being copied. */
export interface FactColumns {
  readonly rows: number;
  /** {@link WIDTH} numbers for each row. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Request ids; they have no line feeds. */
  readonly requestIds: string;
  readonly hashes: BigInt64Array<ArrayBuffer>;
  readonly prefixes: Uint8Array<ArrayBuffer>;
  readonly texts: readonly (string | null)[];
  readonly models: readonly ModelRef[];
  readonly callers: readonly Caller[];
  readonly tags: readonly ReadonlyMap<string, string>[];
  /** Most calls have none: the first row that holds them stands beside them. */
  readonly units: readonly (readonly UnitCount[])[];
}

/** Numbers of a row, in the order in which {@link FactEncoder.add} writes and `factAt` reads them. */
const WIDTH = 27;
const NULL = -1;
const OMITTED = -2;
const ROWS_AT_FIRST = 1024;
/** Four bytes for each of up to four cuts. */
const MOST_PREFIX_BYTES = 16;

/** What repeats, numbered in the order of its first use. */
class Dictionary<T> {
  values: T[] = [];
  readonly #ids = new Map<T, number>();

  idOf(value: T): number {
    let id = this.#ids.get(value);
    if (id === undefined) {
      id = this.values.push(value) - 1;
      this.#ids.set(value, id);
    }
    return id;
  }

  take(): T[] {
    const { values } = this;
    this.values = [];
    this.#ids.clear();
    return values;
  }
}

/** Gathers facts until they are taken. */
export class FactEncoder {
  rows = 0;
  #numbers = new Float64Array(ROWS_AT_FIRST * WIDTH);
  #hashes = new BigInt64Array(ROWS_AT_FIRST);
  #prefixes = new Uint8Array(ROWS_AT_FIRST * MOST_PREFIX_BYTES);
  #prefixBytes = 0;
  #requestIds = '';
  #units: (readonly UnitCount[])[] = [];
  readonly #texts = new Dictionary<string | null>();
  readonly #models = new Dictionary<ModelRef>();
  readonly #callers = new Dictionary<Caller>();
  readonly #tags = new Dictionary<ReadonlyMap<string, string>>();

  add(fact: InvocationFact): void {
    if (this.rows === this.#hashes.length) this.#grow();
    const { tokens, promptHash, prefixHashes, units } = fact;
    const n = this.#numbers;
    let i = this.rows * WIDTH;
    n[i++] = fact.at;
    n[i++] = this.#texts.idOf(fact.account);
    n[i++] = this.#texts.idOf(fact.region);
    n[i++] = this.#texts.idOf(fact.operation);
    n[i++] = this.#models.idOf(fact.model);
    n[i++] = this.#texts.idOf(fact.tier);
    n[i++] = fact.latency === 'optimized' ? 1 : 0;
    n[i++] = this.#callers.idOf(fact.caller);
    n[i++] = this.#tags.idOf(fact.tags);
    n[i++] = tokens.input;
    n[i++] = tokens.output;
    n[i++] = tokens.cacheRead;
    n[i++] = tokens.cacheWrite;
    n[i++] = tokens.cacheWrite5m;
    n[i++] = tokens.cacheWrite30m;
    n[i++] = tokens.cacheWrite1h;
    n[i++] = units.length === 0 ? NULL : this.#units.push(units) - 1;
    n[i++] = this.#texts.idOf(fact.errorCode);
    n[i++] = this.#texts.idOf(fact.inferenceRegion);
    n[i++] = fact.maxTokens === 'omitted' ? OMITTED : (fact.maxTokens ?? NULL);
    n[i++] = this.#texts.idOf(fact.stopReason);
    n[i++] = fact.toolUses ?? NULL;
    n[i++] = fact.latencyMs ?? NULL;
    n[i++] = fact.firstByteMs ?? NULL;
    n[i++] = this.#texts.idOf(fact.guardrailAction);
    n[i++] = this.#texts.idOf(fact.guardrailId);
    n[i++] =
      (fact.suspectCounts ? SUSPECT : 0) | (promptHash === null ? 0 : HASHED) | this.#prefix(prefixHashes);
    this.#hashes[this.rows] = promptHash ?? 0n;
    this.#requestIds += this.rows === 0 ? fact.requestId : `\n${fact.requestId}`;
    this.rows++;
  }

  /** What has been added since this was last asked. */
  take(): FactColumns {
    const columns = {
      rows: this.rows,
      numbers: this.#numbers.slice(0, this.rows * WIDTH),
      requestIds: this.#requestIds,
      hashes: this.#hashes.slice(0, this.rows),
      prefixes: this.#prefixes.slice(0, this.#prefixBytes),
      texts: this.#texts.take(),
      models: this.#models.take(),
      callers: this.#callers.take(),
      tags: this.#tags.take(),
      units: this.#units,
    };
    this.rows = 0;
    this.#requestIds = '';
    this.#prefixBytes = 0;
    this.#units = [];
    return columns;
  }

  /** Keeps the bytes; returns how many there are, as part of the flags. */
  #prefix(bytes: Uint8Array | null): number {
    if (bytes === null) return 0;
    this.#prefixes.set(bytes, this.#prefixBytes);
    this.#prefixBytes += bytes.length;
    return PREFIXED | (bytes.length * PREFIX_UNIT);
  }

  #grow(): void {
    const rows = this.rows * 2;
    const [numbers, hashes, prefixes] = [this.#numbers, this.#hashes, this.#prefixes];
    this.#numbers = new Float64Array(rows * WIDTH);
    this.#numbers.set(numbers);
    this.#hashes = new BigInt64Array(rows);
    this.#hashes.set(hashes);
    this.#prefixes = new Uint8Array(rows * MOST_PREFIX_BYTES);
    this.#prefixes.set(prefixes);
  }
}

/** Flags of a row; from {@link PREFIX_UNIT} on, the number of prefix bytes. */
const SUSPECT = 1;
const HASHED = 2;
const PREFIXED = 4;
const PREFIX_UNIT = 8;

/** What moves to the other thread instead of being copied. */
export const transfersOf = ({ numbers, hashes, prefixes }: FactColumns): ArrayBuffer[] => [
  numbers.buffer,
  hashes.buffer,
  prefixes.buffer,
];

/** The facts as they were added. What repeats is shared between them. */
export function factsOf(columns: FactColumns): InvocationFact[] {
  if (columns.rows === 0) return [];
  const requestIds = columns.requestIds.split('\n');
  const facts: InvocationFact[] = [];
  let prefixAt = 0;
  for (let row = 0; row < columns.rows; row++) {
    const flags = columns.numbers[row * WIDTH + WIDTH - 1] ?? 0;
    const prefixEnd = prefixAt + Math.floor(flags / PREFIX_UNIT);
    const prefixHashes = flags & PREFIXED ? columns.prefixes.subarray(prefixAt, prefixEnd) : null;
    prefixAt = prefixEnd;
    facts.push(factAt(columns, row, { requestId: requestIds[row] ?? '', prefixHashes, flags }));
  }
  return facts;
}

interface RowParts {
  readonly requestId: string;
  readonly prefixHashes: Uint8Array | null;
  readonly flags: number;
}

function factAt(
  columns: FactColumns,
  row: number,
  { requestId, prefixHashes, flags }: RowParts,
): InvocationFact {
  const { numbers, texts } = columns;
  let i = row * WIDTH;
  const next = (): number => numbers[i++] ?? NULL;
  const text = (): string | null => texts[next()] ?? null;
  const count = (): number | null => {
    const n = next();
    return n === NULL ? null : n;
  };
  const limit = (): number | 'omitted' | null => {
    const n = next();
    return n === OMITTED ? 'omitted' : n === NULL ? null : n;
  };
  // In the order of FactEncoder.add.
  return {
    at: epochSeconds(next()),
    account: text() as AccountId,
    region: text() as RegionId,
    requestId,
    operation: text(),
    model: entry(columns.models, next()),
    tier: text() ?? '',
    latency: next() === 1 ? 'optimized' : 'standard',
    caller: entry(columns.callers, next()),
    tags: entry(columns.tags, next()),
    tokens: {
      input: next(),
      output: next(),
      cacheRead: next(),
      cacheWrite: next(),
      cacheWrite5m: next(),
      cacheWrite30m: next(),
      cacheWrite1h: next(),
    },
    units: columns.units[next()] ?? NO_UNITS,
    errorCode: text(),
    inferenceRegion: text(),
    maxTokens: limit(),
    stopReason: text(),
    toolUses: count(),
    latencyMs: count(),
    firstByteMs: count(),
    guardrailAction: text(),
    guardrailId: text(),
    promptHash: flags & HASHED ? (columns.hashes[row] ?? 0n) : null,
    prefixHashes,
    suspectCounts: (flags & SUSPECT) !== 0,
  };
}

const NO_UNITS: readonly UnitCount[] = [];

function entry<T>(values: readonly T[], id: number): T {
  const value = values[id];
  if (value === undefined) throw new RangeError(`a fact names entry ${id} of ${values.length}`);
  return value;
}
