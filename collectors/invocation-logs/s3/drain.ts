/**
 * Reading what a queue announces. A message is deleted only when everything that it announces has been committed: the
 * generator goes on once the daemon has committed what it yielded, and the memory of objects read, which is committed
 * with their facts, says what may go. A kill in between brings the message back, and the memory makes it harmless.
 * @module
 */
import { type CollectContext, type CollectedBatch, CollectFault } from '../../../src/domain/collector.ts';
import { isLog } from './keys.ts';
import type { LogObject } from './list.ts';
import { parseNotification } from './notification.ts';
import type { Oddities } from './oddities.ts';
import type { Message, Queue } from './queue.ts';
import { nameOf, type ReadState, readObjects } from './read-objects.ts';

export interface DrainState extends ReadState {
  readonly queue: Queue;
  readonly odd: Oddities;
  /** Prefixes of the keys that are ours. */
  readonly prefixes: readonly string[];
  /** The run is over after so long, so that its end is told and listing has its turn. */
  readonly seconds: number;
}

/** A thousand messages; a queue that never gets empty must not keep a run from its end. */
const MOST_RECEIVES = 100;
type Batches = AsyncGenerator<CollectedBatch, CollectFault | undefined, undefined>;

/**
 * Reads announced objects until the queue is empty, or the run has been long enough. S3's faults are added to the
 * state's.
 * @returns the queue's own fault, if it had one
 */
export async function* drain(state: DrainState, context: CollectContext): Batches {
  const { queue, faults, odd } = state;
  const start = context.now();
  try {
    for (let i = 0; i < MOST_RECEIVES && context.now() - start < state.seconds; i++) {
      const messages = await queue.receive(context.signal);
      if (messages.length === 0) break;
      yield* readMessages(messages, state, context);
      if (faults.hopeless) break;
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof CollectFault) || context.signal.aborted) throw error;
    return error;
  } finally {
    odd.tell(queue.url, state.tell);
  }
}

async function* readMessages(
  messages: readonly Message[],
  state: DrainState,
  context: CollectContext,
): AsyncGenerator<CollectedBatch, void, undefined> {
  const { bucket, queue } = state;
  const announced = messages.flatMap((message) => {
    const objects = ourObjects(message, state);
    return objects === undefined
      ? []
      : [{ message, names: objects.map((one) => nameOf(bucket, one)), objects }];
  });
  const objects = new Map(announced.flatMap((one) => one.objects).map((one) => [nameOf(bucket, one), one]));
  const unseen = await context.unseenObjects([...objects.keys()]);
  const gone = new Set<string>();
  const fresh = unseen.flatMap((name) => objects.get(name) ?? []);
  yield* readObjects(fresh, { ...state, onGone: (name) => gone.add(name) }, context);
  const left = new Set(await context.unseenObjects(unseen)).difference(gone);
  const done = announced.filter(({ names }) => names.every((name) => !left.has(name)));
  await queue.delete(
    done.map(({ message }) => message),
    context.signal,
  );
}

/** The objects of a message that hold records of ours; undefined: it cannot be read, and stays. */
function ourObjects(message: Message, state: DrainState): LogObject[] | undefined {
  const { odd } = state;
  const notification = parseNotification(message.body);
  if (notification.kind === 'unreadable') {
    odd.unreadable(message, notification.reason);
    return undefined;
  }
  return notification.objects.flatMap(({ bucket, ...object }) => {
    const prefix = state.prefixes.find((one) => object.key.startsWith(one));
    if (bucket !== state.bucket.name || prefix === undefined) {
      odd.foreign(`s3://${bucket}/${object.key}`);
      return [];
    }
    return isLog(object.key, prefix, object.bytes) ? [object] : [];
  });
}
