/**
 * What is wrong with a JSON text, and where. Never a piece of the text itself: it may be a prompt.
 * @module
 */
export class JsonFault extends Error {
  readonly reason: string;
  /** Byte offset in the text that was read. */
  readonly at: number;

  constructor(reason: string, at: number) {
    super(`${reason} at byte ${at}`);
    this.name = 'JsonFault';
    this.reason = reason;
    this.at = at;
  }
}
