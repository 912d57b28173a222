/**
 * What callers may do: everything, unless an account is limited to a list of IAM actions.
 * @module
 */
import { Refused } from './wire/aws-error.ts';

export class Permissions {
  readonly #allowed = new Map<string, readonly string[]>();

  /**
   * Limits an account to some actions: `logs:FilterLogEvents`, `bedrock:List*`; none at all with an empty list.
   * @param account `*` for all that have no list of their own
   */
  allowOnly(actions: readonly string[], account = '*'): void {
    this.#allowed.set(account, actions);
  }

  allowAll(): void {
    this.#allowed.clear();
  }

  /** @throws Refused when the action is not on the account's list */
  check(action: string, caller: { readonly account: string; readonly arn: string }): void {
    const allowed = this.#allowed.get(caller.account) ?? this.#allowed.get('*');
    if (!allowed || allowed.some((pattern) => fits(pattern, action))) return;
    throw denied(action, caller.arn);
  }
}

/** The refusal as IAM words it. */
export const denied = (action: string, arn: string): Refused =>
  new Refused(
    'access-denied',
    `User: ${arn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
  );

const fits = (pattern: string, action: string): boolean =>
  pattern.endsWith('*') ? action.startsWith(pattern.slice(0, -1)) : pattern === action;
