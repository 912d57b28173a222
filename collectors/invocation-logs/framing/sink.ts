/**
 * Where framers deliver what they cut out of a text.
 * @module
 */
export interface FrameSink {
  /**
   * One JSON text or line. `bytes` is only valid during the call.
   * @param line 1-based line on which it starts, in the decompressed text
   * @returns whether it was what was expected; what follows a bad one on its line is not reported again
   */
  frame(bytes: Buffer, line: number): boolean;
  /** A stretch of the text that is nothing, and why. Reasons never contain text. */
  bad(line: number, reason: string): void;
}

/** Records hold two bodies of at most 100 KB each; this leaves room for escapes, and for what AWS may raise. */
export const DEFAULT_MAX_FRAME_BYTES = 16 * 1024 * 1024;

export function tooLong(limit: number): string {
  const mebi = limit / (1024 * 1024);
  return `line longer than ${Number.isInteger(mebi) ? `${mebi} MiB` : `${limit} bytes`}`;
}
