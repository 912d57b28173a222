/**
 * Where an export lies, and which files are a month of it. Source: AWS Data Exports user guide, "Understanding export
 * delivery": `<prefix>/<export>/data/BILLING_PERIOD=YYYY-MM/` and a manifest under `metadata/`, in one place that is
 * overwritten or in a folder for each refresh.
 * @module
 */
import { z } from 'zod';
import { CollectFault } from '../../../src/domain/collector.ts';
import type { EpochSeconds } from '../../../src/domain/time.ts';
import type { Bucket } from '../../invocation-logs/s3/bucket.ts';
import { getObject } from '../../invocation-logs/s3/get.ts';
import { type ListedObject, listObjects } from '../../invocation-logs/s3/list.ts';
import type { CurOptions } from './options.ts';

/** The newest refresh of one billing period. */
export interface Refresh {
  /** `2026-11`. */
  readonly month: string;
  readonly manifest: ListedObject;
  readonly writtenAt: EpochSeconds;
}

const manifestText = z.object({
  dataFiles: z.array(z.string()).optional(),
  contentType: z.string().optional(),
});
const LARGEST_MANIFEST = 4 * 1024 * 1024;
const AS_CSV = 'in Data Exports, set the export to "gzip - text/csv" as compression and file format';

/** The part that all keys of an export begin with. */
export function exportRoot({ prefix = '', exportName }: Pick<CurOptions, 'prefix' | 'exportName'>): string {
  const trimmed = prefix.replace(/^\/+|\/+$/g, '');
  return `${trimmed === '' ? '' : `${trimmed}/`}${exportName}/`;
}

/** The newest refresh of each month, oldest month first. @throws CollectFault when there is no export */
export async function refreshesOf(bucket: Bucket, root: string, signal: AbortSignal): Promise<Refresh[]> {
  const newest = new Map<string, Refresh>();
  const whenAbsent = `there is no bucket ${bucket.name}: correct accounts[].sources.bill.cur.bucket`;
  for await (const page of listObjects(bucket, { prefix: `${root}metadata/`, signal, whenAbsent })) {
    for (const manifest of page) {
      const month = /^BILLING_PERIOD=(\d{4}-(?:0[1-9]|1[0-2]))\/.*Manifest\.json$/.exec(
        manifest.key.slice(`${root}metadata/`.length),
      )?.[1];
      if (month === undefined) continue;
      const known = newest.get(month);
      if (known && known.writtenAt >= manifest.modified) continue;
      newest.set(month, { month, manifest, writtenAt: manifest.modified });
    }
  }
  if (newest.size > 0) return [...newest.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
  throw new CollectFault('absent', `bucket ${bucket.name} has no CUR 2.0 export under ${root}metadata/`, {
    hint: 'correct bucket, prefix and exportName of accounts[].sources.bill.cur; a new export takes up to a day to come',
  });
}

/** The data files of a refresh. @throws CollectFault when they are not there, or are no CSV */
export async function dataFilesOf(
  bucket: Bucket,
  root: string,
  { month, manifest }: Refresh,
  signal: AbortSignal,
): Promise<ListedObject[]> {
  const { dataFiles, contentType = '' } = await readManifest(bucket, manifest, signal);
  if (/parquet/i.test(contentType) || dataFiles?.some((one) => one.endsWith('.parquet'))) throw notCsv(month);
  // A refresh of its own has a folder, which is called the same on both sides.
  const own = manifest.key.slice(`${root}metadata/`.length).replace(/[^/]*$/, '');
  const folder = `${root}data/${own}`;
  const listed: ListedObject[] = [];
  for await (const page of listObjects(bucket, { prefix: folder, signal })) listed.push(...page);
  const files =
    dataFiles === undefined
      ? listed.filter(({ bytes }) => bytes > 0)
      : dataFiles.map((uri) => named(uri, listed, month));
  if (files.some(({ key }) => !/\.csv\.gz$/.test(key))) throw notCsv(month);
  return files;
}

function named(uri: string, listed: readonly ListedObject[], month: string): ListedObject {
  const key = uri.replace(/^s3:\/\/[^/]+\//, '');
  const file = listed.find((one) => one.key === key);
  if (file) return file;
  throw new CollectFault('unavailable', `the export of ${month} lacks ${key}, which its manifest names`);
}

async function readManifest(bucket: Bucket, manifest: ListedObject, signal: AbortSignal) {
  const misread = (what: string) => new CollectFault('misread', `${manifest.key} ${what}`);
  if (manifest.bytes > LARGEST_MANIFEST) throw misread('is larger than any manifest');
  const got = await getObject(bucket, manifest, signal);
  if (got.kind === 'fault') throw got.fault;
  if (got.kind === 'gone') throw new CollectFault('unavailable', `${manifest.key} is being rewritten`);
  const text = Buffer.concat(await Array.fromAsync(got.bytes)).toString();
  try {
    return manifestText.parse(JSON.parse(text));
  } catch {
    throw misread('is no manifest of an export');
  }
}

const notCsv = (month: string): CollectFault =>
  new CollectFault('absent', `the export of ${month} is not gzip and text/csv, which is what is read here`, {
    hint: AS_CSV,
  });
