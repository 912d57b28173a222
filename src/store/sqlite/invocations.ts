/**
 * Invocation rows: one per request id, the memory that makes ingestion idempotent.
 * @module
 */
import type { InvocationFact } from '../../domain/usage.ts';
import type { Labels } from './labels.ts';
import { TOKEN_COLUMNS } from './measures.ts';
import type { Db } from './open.ts';
import type { SeriesRef } from './series.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const COLUMNS = [
  'request',
  'place',
  'at',
  'series',
  ...TOKEN_COLUMNS.map(([, column]) => column),
  'error',
  'stop_reason',
  'inference_region',
  'max_tokens',
  'tool_uses',
  'latency_ms',
  'first_byte_ms',
  'prompt_hash',
  'prefix_hashes',
  'suspect',
  'units',
];

const UUID_BYTES = 16;
/** Around ids that are no UUIDs; control characters do not occur in ids. */
const ZERO = '\0';

/**
 * A request id as it is stored: the 16 bytes of a lower-case UUID, else a zero byte and the text itself, and another
 * zero byte where that makes 16: it can be read back, and no two ids meet.
 */
export function requestKey(requestId: string): Buffer {
  if (UUID.test(requestId)) return Buffer.from(requestId.replaceAll('-', ''), 'hex');
  const key = Buffer.from(`${ZERO}${requestId}`, 'utf8');
  return key.length === UUID_BYTES ? Buffer.concat([key, Buffer.from(ZERO)]) : key;
}

/** The text of a {@link requestKey}. */
export function requestIdOf(key: Buffer): string {
  if (key.length !== UUID_BYTES) {
    return key.toString(
      'utf8',
      1,
      key.length === UUID_BYTES + 1 && key.at(-1) === 0 ? UUID_BYTES : key.length,
    );
  }
  return key.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** `max_tokens` of a call that asked for no limit; NULL where nothing tells. */
const OMITTED = -1;

export class Invocations {
  readonly #labels: Labels;
  readonly #insert;
  readonly #find;

  constructor(db: Db, labels: Labels) {
    this.#labels = labels;
    this.#insert = db.prepare(
      `INSERT INTO invocation (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})
       ON CONFLICT (request, place) DO NOTHING`,
    );
    this.#find = db.prepare<[Buffer, number], { id: number }>(
      'SELECT id FROM invocation WHERE request = ? AND place = ?',
    );
  }

  /** Whether a request id is known for its account and Region. */
  knows(requestId: string, place: number): boolean {
    return this.#find.get(requestKey(requestId), place) !== undefined;
  }

  /**
   * Adds a fact; false when its request id is known for its account and Region.
   * @param units of the unit that the series counts
   */
  add(fact: InvocationFact, series: SeriesRef, units: number): boolean {
    const t = fact.tokens;
    const label = (text: string | null) => this.#labels.intern(text);
    const { changes } = this.#insert.run(
      requestKey(fact.requestId),
      series.place,
      fact.at,
      series.id,
      t.input,
      t.output,
      t.cacheRead,
      t.cacheWrite,
      t.cacheWrite5m,
      t.cacheWrite30m,
      t.cacheWrite1h,
      label(fact.errorCode),
      label(fact.stopReason),
      label(fact.inferenceRegion),
      fact.maxTokens === 'omitted' ? OMITTED : fact.maxTokens,
      fact.toolUses,
      fact.latencyMs,
      fact.firstByteMs,
      fact.promptHash,
      fact.prefixHashes,
      fact.suspectCounts ? 1 : 0,
      units,
    );
    return changes === 1;
  }
}
