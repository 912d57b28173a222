/**
 * Why a log could not be read to its end.
 * @module
 */

/** `truncated`: the gzip data stops in the middle. `corrupt`: it is damaged. `unreadable`: the system says no. */
export type ReadFaultKind = 'truncated' | 'corrupt' | 'unreadable';

export class ReadFault extends Error {
  readonly kind: ReadFaultKind;
  /** File name, or `-`. */
  readonly path: string;

  constructor(kind: ReadFaultKind, path: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'ReadFault';
    this.kind = kind;
    this.path = path;
  }
}
