/**
 * Files to parse together, and what parsing gives: the one thing that the writer knows, wherever it was parsed.
 * @module
 */
import type { MalformedSample } from '../../../collectors/invocation-logs/index.ts';
import type { InvocationFact } from '../../domain/usage.ts';
import type { FileFailure } from './summary.ts';

/** A file that `walk` found. */
export interface LogFile {
  /** For people. */
  readonly path: string;
  /** What opens it: bytes where the name is no UTF-8. */
  readonly at: string | Buffer;
  readonly bytes: number;
}

/** Neighbours in the walk that one parser reads one after the other: tiny files are not worth a message each. */
export type Job = readonly LogFile[];

/** What is no fact: sums over what was read since the part before. */
export interface PartCounts {
  /** Files read to their end, or as far as they go. */
  readonly files: number;
  /** As read from disk. */
  readonly bytes: number;
  readonly notRecords: number;
  readonly malformed: number;
  readonly malformedSamples: readonly MalformedSample[];
  readonly failures: readonly FileFailure[];
}

/** A part of a job, in the order of the job's files and of the lines in them. */
export interface ParsedPart extends PartCounts {
  readonly facts: readonly InvocationFact[];
}
