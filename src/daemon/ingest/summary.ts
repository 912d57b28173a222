/**
 * What an ingestion did, as it adds up and as CONTRACT's JSON.
 * @module
 */
import { type EpochSeconds, isoInstant } from '../../domain/time.ts';

export interface MalformedSample {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

/** A file that could not be read, or not to its end. */
export interface FileFailure {
  readonly file: string;
  readonly reason: string;
}

/** Samples kept of malformed lines; all are counted. */
export const MAX_SAMPLES = 20;

export interface IngestCounts {
  files: number;
  /** As read from disk, compressed or not. */
  bytes: number;
  records: number;
  invocations: number;
  duplicates: number;
  /** Calls of hours whose single calls are no longer kept: not counted, since they may have been before. */
  late: number;
  notRecords: number;
  malformed: number;
  unpricedInvocations: number;
  /** New calls whose token counts contradict each other. */
  suspectCounts: number;
  /** New calls counted under "(other)", by the dimension that is full for their day. */
  overflow: Record<string, number>;
  malformedSamples: MalformedSample[];
  failures: FileFailure[];
  first: EpochSeconds | null;
  last: EpochSeconds | null;
}

export function newCounts(): IngestCounts {
  return {
    files: 0,
    bytes: 0,
    records: 0,
    invocations: 0,
    duplicates: 0,
    late: 0,
    notRecords: 0,
    malformed: 0,
    unpricedInvocations: 0,
    suspectCounts: 0,
    overflow: {},
    malformedSamples: [],
    failures: [],
    first: null,
    last: null,
  };
}

/** CONTRACT's JSON of `ingest`. `from` and `to` are the first and last record's times; null without records. */
export function ingestJson(counts: IngestCounts, seconds: number) {
  const { first, last, malformedSamples, failures, ...rest } = counts;
  return {
    ...rest,
    malformedSamples,
    failedFiles: failures,
    from: first === null ? null : isoInstant(first),
    to: last === null ? null : isoInstant(last),
    seconds: Math.round(seconds * 1000) / 1000,
  };
}
export type IngestJson = ReturnType<typeof ingestJson>;
