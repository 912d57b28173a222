/**
 * The text of one log, pushed in chunks: facts are handed over one by one, everything else is counted. No I/O.
 * @module
 */
import type { InvocationFact } from '../../src/domain/usage.ts';
import { TextFramer } from './framing/framer.ts';
import { DEFAULT_MAX_FRAME_BYTES } from './framing/sink.ts';
import type { ParseOptions } from './outcome.ts';
import { parseRecord } from './record.ts';

export interface LogParserOptions extends ParseOptions {
  /** Bytes after which a line or record is dropped as malformed; default 16 MiB. */
  readonly maxLineBytes?: number;
  /** Malformed lines described per log; default 20. All are counted. */
  readonly maxSamples?: number;
}

/** Where and why something was no record. Reasons never contain text of the log. */
export interface MalformedSample {
  readonly file: string;
  /** 1-based, in the decompressed text. */
  readonly line: number;
  readonly reason: string;
}

/** Lines that are no facts. */
export interface LineCounts {
  /** Lines known to be none, such as the permission notice. */
  readonly notRecords: number;
  readonly malformed: number;
  readonly malformedSamples: readonly MalformedSample[];
}

export class LogParser {
  readonly #framer: TextFramer;
  #notRecords = 0;
  #malformed = 0;
  #samples: MalformedSample[] = [];

  /** @param file name for samples */
  constructor(file: string, options: LogParserOptions, onFact: (fact: InvocationFact) => void) {
    const { maxLineBytes = DEFAULT_MAX_FRAME_BYTES, maxSamples = 20 } = options;
    let described = 0;
    const bad = (line: number, reason: string): void => {
      this.#malformed++;
      if (described++ < maxSamples) this.#samples.push({ file, line, reason });
    };
    const frame = (bytes: Buffer, line: number): boolean => {
      const outcome = parseRecord(bytes, options);
      if (outcome.kind === 'fact') onFact(outcome.fact);
      else if (outcome.kind === 'malformed') bad(line, outcome.reason);
      else this.#notRecords++;
      return outcome.kind !== 'malformed';
    };
    this.#framer = new TextFramer({ frame, bad }, maxLineBytes);
  }

  /** Reads a chunk, cut anywhere. Nothing of it is kept: its memory may be used again afterwards. */
  push(chunk: Buffer): void {
    this.#framer.push(chunk);
  }

  /** The text is over: hands over what its end completes. */
  end(): void {
    this.#framer.end();
  }

  /** What was counted since this was last asked. */
  takeCounts(): LineCounts {
    const [notRecords, malformed, malformedSamples] = [this.#notRecords, this.#malformed, this.#samples];
    this.#notRecords = 0;
    this.#malformed = 0;
    this.#samples = [];
    return { notRecords, malformed, malformedSamples };
  }
}
