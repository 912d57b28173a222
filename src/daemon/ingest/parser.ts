/**
 * A parser thread: takes jobs one after the other and posts their parts, as many as the writer has room for.
 * @module
 */
import { type MessagePort, parentPort } from 'node:worker_threads';
import { type FactColumns, FactEncoder, transfersOf } from '../../../collectors/invocation-logs/index.ts';
import { messageOf } from '../../domain/errors.ts';
import { parseFiles } from './parse-files.ts';
import type { Job, LogFile, PartCounts } from './parsed.ts';

export type ToParser =
  | { readonly kind: 'parse'; readonly job: number; readonly files: Job; readonly hashKey: Uint8Array | null }
  /** The writer has taken a part of the job. */
  | { readonly kind: 'taken'; readonly job: number };

export type FromParser =
  | {
      readonly kind: 'part';
      readonly job: number;
      readonly counts: PartCounts;
      readonly columns: FactColumns;
    }
  | { readonly kind: 'end'; readonly job: number }
  | { readonly kind: 'failed'; readonly job: number; readonly message: string };

/** Parts of a job that wait for the writer; what is parsed beyond waits here. */
const PARTS_WAITING = 3;

function run(port: MessagePort): void {
  const facts = new FactEncoder();
  /** Parts taken, by job. */
  const taken = new Map<number, number>();
  let wake: () => void = () => undefined;
  let queue = Promise.resolve();

  const post = (message: FromParser, transfers: ArrayBuffer[] = []) => port.postMessage(message, transfers);

  const parse = async (job: number, files: Job, hashKey: Uint8Array | null): Promise<void> => {
    let posted = 0;
    try {
      for await (const counts of parseFiles(files.map(withBytes), hashKey, facts)) {
        const columns = facts.take();
        post({ kind: 'part', job, counts, columns }, transfersOf(columns));
        posted += 1;
        while (posted - (taken.get(job) ?? 0) > PARTS_WAITING) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
      post({ kind: 'end', job });
    } catch (error) {
      post({ kind: 'failed', job, message: messageOf(error) });
    }
    taken.delete(job);
  };

  port.on('message', (message: ToParser) => {
    if (message.kind === 'taken') {
      taken.set(message.job, (taken.get(message.job) ?? 0) + 1);
      wake();
      return;
    }
    const { job, files, hashKey } = message;
    queue = queue.then(() => parse(job, files, hashKey));
  });
}

/** A Buffer arrives as a plain array of bytes. */
const withBytes = (file: LogFile): LogFile =>
  typeof file.at === 'string' ? file : { ...file, at: Buffer.from(file.at) };

if (parentPort) run(parentPort);
