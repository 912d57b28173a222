/**
 * What a process has said on stdout. With `--json` that is one document, of the answer or of the failure.
 * @module
 */
let answered = false;

/** To be called before an answer, or its first part, is written. */
export function beginAnswer(): void {
  answered = true;
}

/** Whether a failure can still be told on stdout without being a second document. */
export const isSilent = (): boolean => !answered;
