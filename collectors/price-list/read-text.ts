/**
 * One GET: a text within a size and a time, or an error that says what came instead.
 * @module
 */
import { messageOf } from '../../src/domain/errors.ts';

export interface TextLimits {
  /** Of the decoded text, so that a small gzip cannot fill the memory. */
  readonly maxBytes: number;
  /** Ends the request and the reading; made anew for each attempt. */
  readonly timeout: () => AbortSignal;
}

/** A request that failed. `again` says whether another attempt can help. */
export class FetchError extends Error {
  readonly again: boolean;

  constructor(message: string, again: boolean, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'FetchError';
    this.again = again;
  }
}

/**
 * Reads a JSON document as text; gzip is undone by `fetch`.
 * @throws FetchError for every failure
 */
export async function readText(
  fetch: typeof globalThis.fetch,
  url: string,
  limits: TextLimits,
): Promise<string> {
  const signal = limits.timeout();
  let text: string;
  try {
    const response = await fetch(url, { signal, headers: { accept: 'application/json' } });
    if (!response.ok) {
      await response.body?.cancel();
      throw new FetchError(`HTTP ${response.status}`, response.status >= 500 || response.status === 429);
    }
    text = await bodyOf(response, limits.maxBytes);
  } catch (error) {
    if (error instanceof FetchError) throw error;
    if (signal.aborted) throw new FetchError('no complete answer in time', true, error);
    throw new FetchError(`the connection failed: ${rootMessage(error)}`, true, error);
  }
  checkFrame(text);
  return text;
}

async function bodyOf(response: Response, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let bytes = 0;
  // Leaving the loop by an error cancels the body, and with it the download.
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new FetchError(`more than ${maxBytes} bytes`, false);
    parts.push(decoder.decode(chunk, { stream: true }));
  }
  return parts.join('') + decoder.decode();
}

/** What can be told without parsing; a file that is broken inside is found by whoever reads it. */
function checkFrame(text: string): void {
  const [first, last] = [text.trimStart().slice(0, 1), text.trimEnd().slice(-1)];
  if (first === '<') throw new FetchError('HTML came instead of JSON', false);
  if (first !== '{')
    throw new FetchError(`not JSON: it starts with ${JSON.stringify(text.slice(0, 20))}`, false);
  if (last !== '}') throw new FetchError(`cut off after ${text.length} characters`, true);
}

/** `fetch failed` says nothing; its cause does. */
function rootMessage(error: unknown): string {
  let root = error;
  while (root instanceof Error && root.cause !== undefined) root = root.cause;
  return messageOf(root);
}
