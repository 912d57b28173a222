/**
 * The bill from the files of a CUR 2.0 export. AWS rewrites a month until it is closed, and amounts can go down: a
 * refresh replaces what the one before it said, also what is gone. Source: AWS Data Exports user guide, "Cost and Usage
 * Report (CUR) 2.0".
 *
 * Days that the export has said are its own; Cost Explorer, where it is on, too, says the others.
 * @module
 */
import {
  type CollectContext,
  type CollectedBatch,
  CollectFault,
  type Collector,
} from '../../../src/domain/collector.ts';
import {
  dayOf,
  type EpochDay,
  type EpochSeconds,
  epochSeconds,
  startOfDay,
} from '../../../src/domain/time.ts';
import { GzipFault, gunzip } from '../../invocation-logs/file/gunzip.ts';
import { ReadFault } from '../../invocation-logs/file/read-fault.ts';
import { Bucket } from '../../invocation-logs/s3/bucket.ts';
import { getObject } from '../../invocation-logs/s3/get.ts';
import type { ListedObject } from '../../invocation-logs/s3/list.ts';
import { type Covered, covers, readCovered, writeCovered } from './covered.ts';
import { dataFilesOf, exportRoot, type Refresh, refreshesOf } from './export-files.ts';
import { readLines } from './lines.ts';
import { type Days, MonthSum } from './month.ts';
import type { CurOptions } from './options.ts';

type Batches = AsyncGenerator<CollectedBatch, void, undefined>;

const EVERY = 6 * 3600;
/** So long after its end, a month is taken to be closed: invoices are out by then. */
const CLOSED_AFTER_DAYS = 7;
/** Usage of a month's last day is complete in a refresh written so long after it. */
const COMPLETE_AFTER_DAYS = 2;
/** As far back as Cost Explorer goes. */
const MOST_MONTHS = 14;
/** Chunks between two signs of life: a large file must not look like a hung one. */
const CHUNKS_PER_SIGN = 200;

const SIGN_OF_LIFE: CollectedBatch = { kind: 'facts', facts: [] };

/** A collector of the bill of one account, from the export in a bucket. */
export function createCurCollector(options: CurOptions): Collector {
  const { account, region, costExplorer, tell = () => undefined } = options;
  const every = Math.min(EVERY, options.every ?? EVERY);
  const bucket = new Bucket(options);
  const root = exportRoot(options);
  const name = 'bill';
  const cursor = `${name}/cur:${bucket.name}/${root}:${account}`;

  async function* collect(context: CollectContext): Batches {
    let covered = readCovered(await context.cursor(cursor));
    let fault: CollectFault | undefined;
    try {
      for (const refresh of (await refreshesOf(bucket, root, context.signal)).slice(-MOST_MONTHS)) {
        const provisional = isProvisional(refresh.month, context.now());
        const known = covered[refresh.month];
        if (known && known.version === refresh.manifest.etag && known.provisional === provisional) continue;
        covered = yield* replaceMonth(refresh, covered, context);
      }
    } catch (error) {
      if (!(error instanceof CollectFault) || context.signal.aborted) throw error;
      fault = error;
    }
    if (costExplorer) yield* costExplorer.readOthers(context, (day) => covers(covered, day));
    if (fault) throw fault;
  }

  async function* replaceMonth(
    refresh: Refresh,
    covered: Covered,
    context: CollectContext,
  ): AsyncGenerator<CollectedBatch, Covered, undefined> {
    const { month, manifest, writtenAt } = refresh;
    const files = await dataFilesOf(bucket, root, refresh, context.signal);
    const days = daysOf(month);
    const sum = new MonthSum(account, days);
    for (const file of files) yield* addFile(file, sum, context);
    await refuseRewritten(refresh, files, context);
    if (sum.unknownTypes.length > 0)
      tell(
        `the export of ${month} has line items of unknown types, which are not counted: ${sum.unknownTypes.join(', ')}`,
      );
    const before = covered[month];
    const provisional = isProvisional(month, context.now());
    let to = before?.to ?? days.from;
    if (sum.last === undefined) {
      tell(`the export of ${month} has no line of account ${account}: nothing is taken from it`);
    } else {
      to = Math.max(to, saidUntil(sum.last, days, writtenAt)) as EpochDay;
      const rows = sum.rows(provisional).filter(({ day }) => day < to);
      yield { kind: 'bill', rows, replaces: { account, from: days.from, to } };
    }
    const version = manifest.etag ?? '';
    const now: Covered = { ...covered, [month]: { version, from: days.from, to, provisional } };
    yield { kind: 'facts', facts: [], cursor: { name: cursor, value: writeCovered(now) } };
    return now;
  }

  async function* addFile(file: ListedObject, sum: MonthSum, { signal }: CollectContext): Batches {
    const got = await getObject(bucket, file, signal);
    if (got.kind === 'fault') throw got.fault;
    if (got.kind === 'gone') throw rewritten(file.key);
    let chunks = 0;
    try {
      for await (const lines of readLines(file.key, gunzip(got.bytes))) {
        for (const line of lines) sum.add(line);
        if (++chunks % CHUNKS_PER_SIGN === 0) yield SIGN_OF_LIFE;
      }
    } catch (error) {
      if (error instanceof GzipFault || error instanceof ReadFault)
        throw new CollectFault('unavailable', `${file.key}: ${error.message}`, { cause: error });
      throw error;
    }
  }

  /** Files of two refreshes must not be added up. */
  async function refuseRewritten(
    refresh: Refresh,
    files: readonly ListedObject[],
    { signal }: CollectContext,
  ) {
    const refreshes = await refreshesOf(bucket, root, signal);
    const now = refreshes.find(({ month }) => month === refresh.month);
    if (now === undefined || now.manifest.etag !== refresh.manifest.etag)
      throw rewritten(refresh.manifest.key);
    const again = await dataFilesOf(bucket, root, now, signal);
    const etags = (list: readonly ListedObject[]) => list.map(({ key, etag }) => `${key} ${etag}`).join('\n');
    if (etags(again) !== etags(files)) throw rewritten(refresh.manifest.key);
  }

  return { name, account, region, every, collect };
}

const rewritten = (key: string): CollectFault =>
  new CollectFault('unavailable', `${key} was rewritten while the export was being read; it is read again`);

function daysOf(month: string): Days {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const start = (offset: number) => dayOf(epochSeconds(Date.UTC(year, number - 1 + offset, 1) / 1000));
  return { from: start(0), to: start(1) };
}

const isProvisional = (month: string, now: EpochSeconds): boolean =>
  now < startOfDay((daysOf(month).to + CLOSED_AFTER_DAYS) as EpochDay);

/** The day up to which a refresh is the bill, exclusive: its last day with lines, or the end of a month that is over. */
function saidUntil(last: EpochDay, { to }: Days, writtenAt: EpochSeconds): EpochDay {
  if (writtenAt >= startOfDay((to + COMPLETE_AFTER_DAYS) as EpochDay)) return to;
  return Math.min(last + 1, dayOf(writtenAt) + 1, to) as EpochDay;
}
