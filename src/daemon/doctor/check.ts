/**
 * One thing that `doctor` looks at, and how a question to AWS becomes its answer.
 * @module
 */
import { CollectFault } from '../../domain/collector.ts';
import { failureOf } from '../collect/run-collector.ts';

/** `warn`: works, and costs or hides something; `unknown`: could not be found out. */
export type CheckStatus = 'ok' | 'warn' | 'fail' | 'unknown';

export interface CheckResult {
  /** What was looked at: an IAM action, or a name such as `logging`. */
  readonly check: string;
  readonly account: string;
  /** Null: holds for the whole account. */
  readonly region: string | null;
  readonly status: CheckStatus;
  readonly message: string;
  /** What is missing while it stays so. */
  readonly degrades?: string;
  /** The IAM statement or the command that mends it. */
  readonly mend?: string;
}

export interface Place {
  readonly account: string;
  readonly region: string | null;
}

export type Finding = Omit<CheckResult, 'account' | 'region'>;

/** A result at a place. */
export const at = (place: Place, finding: Finding): CheckResult => ({ ...place, ...finding });

/** What a failed call means. Only a refusal is a lack of permission; a hiccup says nothing. */
export function findingOf(check: string, error: unknown, degrades: string): Finding {
  const { kind, message, hint } = failureOf(error);
  const status = kind === 'denied' ? 'fail' : 'unknown';
  const text = message.startsWith(`${check}: `) ? message.slice(check.length + 2) : message;
  return { check, status, message: text, degrades, ...(hint === undefined ? {} : { mend: hint }) };
}

/** Whether a call was let through, and only its made-up subject refused. */
export const wasAllowed = (error: unknown): boolean =>
  error instanceof CollectFault &&
  (error.kind === 'absent' || (error.kind === 'misread' && /ValidationException/.test(error.message)));
