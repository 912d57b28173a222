/**
 * What the answering thread is told and what it tells.
 * @module
 */
import type { QuestionName, RequestOf } from '../../answers/questions.ts';
import type { Config } from '../../config/schema.ts';
import { MeterError, UsageError } from '../../domain/errors.ts';
import type { EpochSeconds } from '../../domain/time.ts';

/** Fixed for the life of a thread. */
export interface AnswersSetup {
  readonly database: string;
  readonly config: Config;
}

export interface AnswersRequest {
  readonly kind: 'ask';
  readonly id: number;
  readonly name: QuestionName;
  readonly request: RequestOf<QuestionName>;
  readonly now: EpochSeconds;
}

export type AnswersEvent =
  /** The answer as `v8.serialize` wrote it: its size is known, and it changes hands without another copy. */
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: Failure };

/** An error in plain words: classes do not survive the way between threads. */
export interface Failure {
  readonly kind: 'usage' | 'meter' | 'defect';
  readonly message: string;
  readonly hint: string | undefined;
  readonly exitCode: MeterError['exitCode'] | undefined;
  readonly stack: string | undefined;
}

export function failureOf(error: unknown): Failure {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  if (!(error instanceof MeterError)) {
    return { kind: 'defect', message, stack, hint: undefined, exitCode: undefined };
  }
  const kind = error instanceof UsageError ? 'usage' : 'meter';
  return { kind, message, stack, hint: error.hint, exitCode: error.exitCode };
}

/** The error again, of its class, with the stack that it had. */
export function errorOf({ kind, message, hint, exitCode, stack }: Failure): Error {
  const withHint = hint === undefined ? {} : { hint };
  const error =
    kind === 'usage'
      ? new UsageError(message, withHint)
      : kind === 'meter'
        ? new MeterError(message, { ...withHint, ...(exitCode === undefined ? {} : { exitCode }) })
        : new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
