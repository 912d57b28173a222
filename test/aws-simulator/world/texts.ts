/**
 * The words of a call: system prompt, messages and answer, in the size that the world was asked for.
 * @module
 */
import type { Call } from './call.ts';
import { prose } from './prose.ts';
import type { Random } from './random.ts';

/** `none`: metadata-only delivery everywhere; `small`: a few words; `natural`: as long as the tokens say. */
export type BodySize = 'none' | 'small' | 'natural';

const CHARS_PER_TOKEN = 4;
const SMALL = { system: 48, turn: 64, answer: 48 } as const;
/** Bedrock delivers a larger body as an object of its own. */
const LARGEST_INLINE_BODY = 100_000;

export interface Texts {
  readonly system: string;
  readonly turns: readonly string[];
  readonly answer: string;
}

/** Writes texts; keeps the system prompts, which are the same in every call of a workload. */
export class Author {
  readonly #root: Random;
  readonly #size: BodySize;
  readonly #systems = new Map<string, string>();

  constructor(root: Random, size: BodySize) {
    this.#root = root;
    this.#size = size;
  }

  /** Whether a request is too large to stand in its record. */
  isLarge(call: Call): boolean {
    const tokens = call.prompt.turns.reduce((sum, turn) => sum + turn, call.prompt.systemTokens);
    return this.#size === 'natural' && tokens * CHARS_PER_TOKEN > LARGEST_INLINE_BODY * 0.9;
  }

  textsOf(call: Call): Texts {
    const { prompt } = call;
    return {
      system: (prompt.stamp ?? '') + this.#system(call.workload, prompt.systemTokens),
      turns: prompt.turns.map((tokens, i) => this.#write(`${prompt.label} ${i}`, tokens, SMALL.turn)),
      answer: this.answerOf(call),
    };
  }

  answerOf(call: Call): string {
    return this.#write(`${call.requestId} answer`, call.tokens.output, SMALL.answer);
  }

  #system(workload: string, tokens: number): string {
    const known = this.#systems.get(workload);
    if (known !== undefined) return known;
    const text = this.#write(`${workload} system`, tokens, SMALL.system);
    this.#systems.set(workload, text);
    return text;
  }

  #write(label: string, tokens: number, small: number): string {
    const chars = this.#size === 'natural' ? tokens * CHARS_PER_TOKEN : Math.min(small, tokens);
    return chars === 0 ? '' : prose(this.#root.split(label), chars);
  }
}
