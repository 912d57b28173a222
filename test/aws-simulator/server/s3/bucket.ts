/**
 * A log bucket: its objects in the order of their keys, made as they are looked at.
 * @module
 */
import { createHash } from 'node:crypto';
import { SOURCES, type Source } from '../../world/accounts.ts';
import { hourOf } from '../../world/clock.ts';
import { bucketOf, hourFolder } from '../../world/delivery.ts';
import { Memo } from '../memo.ts';
import type { Simulator } from '../simulator.ts';
import { batchesIn, type S3Object } from './batch.ts';
import { findBillBucket } from './bill-bucket.ts';
import { bodiesIn, fixturesOf } from './other-objects.ts';

export interface ObjectHead {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  readonly lastModified: number;
}

interface Kept {
  readonly heads: Memo<readonly ObjectHead[]>;
  readonly bodies: Memo<ReadonlyMap<string, Buffer>>;
}

const IN_HOUR = /^.*\/BedrockModelInvocationLogs\/[a-z0-9-]+\/(\d{4})\/(\d\d)\/(\d\d)\/(\d\d)\//;
const HOURS_OF_HEADS = 20_000;
const HOURS_OF_BODIES = 48;
const kept = new WeakMap<Simulator, Kept>();

/** What can be asked of any bucket. */
export interface Bucket {
  readonly name: string;
  /** Whose it is, and where. */
  readonly source: { readonly account: string; readonly region: string };
  /** Objects that exist now, by key: those behind `after` whose key begins with `prefix`. */
  objects(prefix: string, after: string, now: number): Iterator<ObjectHead> & Iterable<ObjectHead>;
  /** One object's head and body; undefined where there is none. */
  find(key: string, now: number): { head: ObjectHead; body: Buffer } | undefined;
}

class LogBucket implements Bucket {
  readonly name: string;
  readonly source: Source;
  readonly #simulator: Simulator;
  readonly #kept: Kept;

  constructor(name: string, source: Source, simulator: Simulator) {
    this.name = name;
    this.source = source;
    this.#simulator = simulator;
    this.#kept = kept.get(simulator) ?? {
      heads: new Memo(HOURS_OF_HEADS),
      bodies: new Memo(HOURS_OF_BODIES),
    };
    kept.set(simulator, this.#kept);
  }

  *objects(prefix: string, after: string, now: number): Generator<ObjectHead> {
    for (const { folder, hour } of this.#folders(now)) {
      const touches = folder.startsWith(prefix) || prefix.startsWith(folder);
      if (!touches || `${folder}\uffff` <= after) continue;
      for (const head of this.#headsIn(folder, hour)) {
        if (head.key > after && head.key.startsWith(prefix) && head.lastModified <= now) yield head;
      }
    }
  }

  find(key: string, now: number): { head: ObjectHead; body: Buffer } | undefined {
    const place = this.#placeOf(key);
    const head = this.#headsIn(place.folder, place.hour).find((each) => each.key === key);
    if (!head || head.lastModified > now) return undefined;
    const bodies = this.#kept.bodies.get(this.#keyOf(place.folder), () =>
      this.#bodiesIn(place.folder, place.hour),
    );
    const body = bodies.get(key);
    return body && { head, body };
  }

  /** Key prefixes that never interleave, in order: a folder for each hour, a key for each other object. */
  #folders(now: number): { folder: string; hour: number | null }[] {
    const { world } = this.#simulator;
    const first = hourOf(world.history.from);
    const hours = Array.from({ length: hourOf(now / 1000) - first + 1 }, (_, i) => first + i);
    const folders = hours.map((hour) => ({
      folder: `${hourFolder(this.source, hour, world.keyPrefix)}/`,
      hour,
    }));
    const fixtures = fixturesOf(this.#simulator, this.source).map(({ key }) => ({ folder: key, hour: null }));
    return [...folders, ...fixtures].sort((x, y) => (x.folder < y.folder ? -1 : 1));
  }

  #placeOf(key: string): { folder: string; hour: number | null } {
    const [folder = key, year, month, day, hour] = IN_HOUR.exec(key) ?? [];
    if (year === undefined) return { folder, hour: null };
    return { folder, hour: hourOf(Date.parse(`${year}-${month}-${day}T${hour}:00:00Z`) / 1000) };
  }

  #keyOf(folder: string): string {
    return `${this.#simulator.deliveries.version} ${this.name} ${folder}`;
  }

  #headsIn(folder: string, hour: number | null): readonly ObjectHead[] {
    return this.#kept.heads.get(this.#keyOf(folder), () => {
      const made = this.#make(folder, hour);
      const bodies = new Map(made.map(({ key, body }) => [key, body]));
      this.#kept.bodies.get(this.#keyOf(folder), () => bodies);
      return made.map(({ key, lastModified, body }) => ({
        key,
        lastModified,
        size: body.length,
        etag: `"${createHash('md5').update(body).digest('hex')}"`,
      }));
    });
  }

  #bodiesIn(folder: string, hour: number | null): ReadonlyMap<string, Buffer> {
    return new Map(this.#make(folder, hour).map(({ key, body }) => [key, body]));
  }

  #make(folder: string, hour: number | null): S3Object[] {
    const made =
      hour === null
        ? fixturesOf(this.#simulator, this.source).filter(({ key }) => key === folder)
        : [
            ...batchesIn(this.#simulator, this.source, this.name, hour),
            ...bodiesIn(this.#simulator, this.source, this.name, hour),
          ];
    return made.sort((x, y) => (x.key < y.key ? -1 : 1));
  }
}

/** The bucket that a source's logs are delivered to. */
export const logBucketOf = (source: Source, simulator: Simulator): Bucket =>
  new LogBucket(bucketOf(source), source, simulator);

/** A bucket by its name: every account and Region of the world has one for logs, every account one for its bill. */
export function findBucket(name: string, simulator: Simulator): Bucket | undefined {
  const source = Object.values<Source>(SOURCES).find((each) => bucketOf(each) === name);
  return source ? logBucketOf(source, simulator) : findBillBucket(name, simulator);
}
