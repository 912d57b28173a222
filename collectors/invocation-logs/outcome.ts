/**
 * What becomes of one line of a log.
 * @module
 */
import type { InvocationFact } from '../../src/domain/usage.ts';

/**
 * `not-record` is a line that AWS itself writes beside the records; `malformed` is anything else that is no
 * invocation record. A reason names paths, types and numbers, never text from the record.
 */
export type ParseOutcome =
  | { readonly kind: 'fact'; readonly fact: InvocationFact }
  | { readonly kind: 'not-record'; readonly what: string }
  | { readonly kind: 'malformed'; readonly reason: string };

export interface ParseOptions {
  /** Secret for the keyed hashes of request bodies, 16 to 64 bytes; null: no hashes are made. */
  readonly hashKey: Uint8Array | null;
}

/** A well-formed JSON text that is no usable record. */
export class RecordFault extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'RecordFault';
  }
}
