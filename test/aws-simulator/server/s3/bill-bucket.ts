/**
 * A bucket that holds an account's bill as Data Exports deliver it: `<prefix>/<export>/data/BILLING_PERIOD=YYYY-MM/` and
 * a manifest beside it, both overwritten every morning (AWS Data Exports User Guide: "Understanding export delivery").
 * @module
 */
import { createHash } from 'node:crypto';
import { ACCOUNTS } from '../../world/accounts.ts';
import { DAY, HOUR } from '../../world/clock.ts';
import { Memo } from '../memo.ts';
import type { Simulator } from '../simulator.ts';
import type { S3Object } from './batch.ts';
import type { Bucket, ObjectHead } from './bucket.ts';
import { exportOf } from './cur-export.ts';

/** Where the export lies. */
export const EXPORT = { prefix: 'exports/finance', name: 'bedrock-cur', region: 'us-east-1' } as const;
export const billBucketOf = (account: string): string => `billing-exports-${account}`;

/** Refreshed at six every morning, UTC; a month until the fifth day of the next. */
const REFRESHED_AT = 6 * HOUR;
const REFRESHED_DAYS_AFTER = 5;

type Month = Readonly<Record<'from' | 'to', number>>;

const kept = new WeakMap<Simulator, Memo<readonly S3Object[]>>();

/** Undefined for a name that is none of an account's. */
export function findBillBucket(name: string, simulator: Simulator): Bucket | undefined {
  const account = Object.values<string>(ACCOUNTS).find((each) => billBucketOf(each) === name);
  return account === undefined ? undefined : new BillBucket(name, account, simulator);
}

class BillBucket implements Bucket {
  readonly name: string;
  readonly source: Bucket['source'];
  readonly #simulator: Simulator;

  constructor(name: string, account: string, simulator: Simulator) {
    this.name = name;
    this.source = { account, region: EXPORT.region };
    this.#simulator = simulator;
  }

  *objects(prefix: string, after: string, now: number): Generator<ObjectHead> {
    for (const object of this.#at(now)) {
      if (object.key > after && object.key.startsWith(prefix)) yield headOf(object);
    }
  }

  find(key: string, now: number): { head: ObjectHead; body: Buffer } | undefined {
    const object = this.#at(now).find((each) => each.key === key);
    return object && { head: headOf(object), body: object.body };
  }

  /** All objects, by key. */
  #at(now: number): readonly S3Object[] {
    const { world } = this.#simulator;
    return monthsBetween(world.history.from, now / 1000)
      .flatMap((month) => {
        const version = versionOf(month, now / 1000);
        return version <= month.from ? [] : this.#month(month, version);
      })
      .sort((x, y) => (x.key < y.key ? -1 : 1));
  }

  #month(month: Month, version: number): readonly S3Object[] {
    const memo = kept.get(this.#simulator) ?? new Memo<readonly S3Object[]>(24);
    kept.set(this.#simulator, memo);
    const { account } = this.source;
    return memo.get(`${account} ${month.from} ${version}`, () =>
      exportOf(this.#simulator, { ...month, ...EXPORT, account, bucket: this.name, version }),
    );
  }
}

/** When a month's files were last written, in seconds. */
const versionOf = ({ to }: Month, now: number): number =>
  Math.min(
    Math.floor((now - REFRESHED_AT) / DAY) * DAY + REFRESHED_AT,
    to + REFRESHED_DAYS_AFTER * DAY + REFRESHED_AT,
  );

function monthsBetween(from: number, to: number): Month[] {
  const months: Month[] = [];
  const first = new Date(from * 1000);
  for (let i = 0; ; i++) {
    const at = (offset: number) => Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + offset, 1) / 1000;
    if (at(i) > to) return months;
    months.push({ from: at(i), to: at(i + 1) });
  }
}

const headOf = ({ key, body, lastModified }: S3Object): ObjectHead => ({
  key,
  lastModified,
  size: body.length,
  etag: `"${createHash('md5').update(body).digest('hex')}"`,
});
