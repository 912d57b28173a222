/**
 * Objects into batches of facts. An object is remembered with the last of its facts and not before, so that a kill in
 * the middle has it read again.
 * @module
 */
import { type CollectContext, type CollectedBatch, CollectFault } from '../../../src/domain/collector.ts';
import type { InvocationFact } from '../../../src/domain/usage.ts';
import type { Faults } from '../../aws/index.ts';
import type { ReadFault } from '../file/read-fault.ts';
import { readStream } from '../file/read-file.ts';
import { parseStream } from '../parse-stream.ts';
import { ahead } from './ahead.ts';
import type { Bucket } from './bucket.ts';
import type { Damage } from './damage.ts';
import { type Gotten, getObject, SMALL_BYTES } from './get.ts';
import type { LogObject } from './list.ts';

export interface ReadState {
  readonly bucket: Bucket;
  readonly damage: Damage;
  readonly faults: Faults;
  readonly tell: (what: string) => void;
  /** Told of objects that were deleted before they were read: no later run will find them. */
  readonly onGone?: (name: string) => void;
}

const BATCH = 2000;
/** Objects remembered in one transaction, where they hold few facts. */
const NAMES = 500;
const AHEAD = 4;

type Batches = AsyncGenerator<CollectedBatch, void, undefined>;

/** Name of an object in the store. */
export const nameOf = (bucket: Bucket, { key }: LogObject): string => `s3://${bucket.name}/${key}`;

/**
 * Reads objects to their ends. What fails for one object is added to the faults and leaves that object for the next
 * run; the others are read.
 */
export async function* readObjects(
  objects: readonly LogObject[],
  state: ReadState,
  context: CollectContext,
): Batches {
  const { bucket, tell, faults } = state;
  const out = new Outbox();
  const begin = async (object: LogObject): Promise<Gotten | null> =>
    object.bytes > SMALL_BYTES ? null : getObject(bucket, object, context.signal);
  for await (const [object, early] of ahead(objects, AHEAD, begin)) {
    const got = early ?? (await getObject(bucket, object, context.signal));
    if (got.kind === 'gone') {
      tell(`${nameOf(bucket, object)} was deleted before it was read`);
      state.onGone?.(nameOf(bucket, object));
    } else if (got.kind === 'fault') {
      faults.add(got.fault);
    } else {
      yield* readObject(object, got.bytes, out, state, context);
    }
    if (faults.hopeless) break;
    if (out.isFull) yield* out.flush();
  }
  yield* out.flush();
}

async function* readObject(
  object: LogObject,
  bytes: AsyncIterable<Buffer>,
  out: Outbox,
  state: ReadState,
  { hashKey }: CollectContext,
): Batches {
  const name = nameOf(state.bucket, object);
  let fault: ReadFault | null = null;
  for await (const batch of parseStream(name, readStream(bytes, { releases: true }), {
    hashKey,
    batchSize: BATCH,
  })) {
    fault = batch.fault;
    // The line in which a faulty object ends is no line.
    out.add(batch.facts, fault === null ? batch.malformed : 0);
    if (out.isFull) yield* out.flush();
  }
  if (fault === null) out.finish(name);
  else if (fault.kind === 'unreadable')
    state.faults.add(new CollectFault('unavailable', `s3:GetObject: ${fault.message}`));
  else if (state.damage.isFinal(object, (what) => state.tell(`${name}: ${fault.message}; ${what}`)))
    out.finish(name);
}

/** Facts, and the objects that they complete, until they are enough for a batch. */
class Outbox {
  #facts: InvocationFact[] = [];
  #names: string[] = [];
  #malformed = 0;

  add(facts: readonly InvocationFact[], malformed: number): void {
    for (const fact of facts) this.#facts.push(fact);
    this.#malformed += malformed;
  }

  finish(name: string): void {
    this.#names.push(name);
  }

  get isFull(): boolean {
    return this.#facts.length >= BATCH || this.#names.length >= NAMES;
  }

  /** The names come with the last of the facts. */
  *flush(): Generator<CollectedBatch, void, undefined> {
    const [facts, objects, malformed] = [this.#facts, this.#names, this.#malformed];
    this.#facts = [];
    this.#names = [];
    this.#malformed = 0;
    let from = 0;
    for (; from + BATCH < facts.length; from += BATCH) {
      yield { kind: 'facts', facts: facts.slice(from, from + BATCH) };
    }
    if (facts.length === 0 && objects.length === 0 && malformed === 0) return;
    yield { kind: 'facts', facts: facts.slice(from), objects, ...(malformed > 0 ? { malformed } : {}) };
  }
}
