/**
 * Accounts in questions: by their id, or as the configuration names them.
 * @module
 */
import { NONE_LABEL } from '../domain/dimension.ts';
import { UsageError } from '../domain/errors.ts';
import { ACCOUNT_PATTERN } from '../domain/ids.ts';
import { didYouMean } from '../domain/nearest.ts';
import { type AccountConfig, configuredId } from './accounts.ts';

type Named = Pick<AccountConfig, 'name' | 'id' | 'role'>;

/**
 * Names by account id, as far as the configuration says the ids: in so many words, or by a role's ARN. An account that is
 * configured more than once, for several Regions, has all its names.
 */
export function accountNames(accounts: readonly Named[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const account of accounts) {
    const id = configuredId(account);
    if (id === undefined) continue;
    const before = names.get(id);
    names.set(id, before === undefined ? account.name : `${before}, ${account.name}`);
  }
  return names;
}

/** The id of an account by its name or id; null where it is neither, or where the configuration does not say the id. */
export function accountIdNamed(value: string, accounts: readonly Named[]): string | null {
  const named = accounts.find(({ name }) => name === value);
  if (named !== undefined) return configuredId(named) ?? null;
  return ACCOUNT_PATTERN.test(value) ? value : null;
}

/**
 * @param complaint the parameter and its value, as the question writes them
 * @throws UsageError for what is neither an id nor a name with a known id: it would match nothing and look like an answer
 */
export function accountIdAsked(value: string, accounts: readonly Named[], complaint: string): string {
  const id = accountIdNamed(value, accounts);
  if (id !== null) return id;
  const names = accounts.map(({ name }) => name);
  if (names.includes(value)) {
    throw new UsageError(`${complaint}: the configuration does not say which id account ${value} has`, {
      hint: 'give accounts[].id in the configuration, or the twelve digits here',
    });
  }
  const known = names.length === 0 ? 'the configuration names none' : `configured are ${names.join(', ')}`;
  throw new UsageError(
    `${complaint}: an account id is twelve digits, and no account has this name${didYouMean(value, names)}; ${known}`,
  );
}

/** What a question may name accounts in. */
export interface AccountText {
  readonly account?: string | undefined;
  /** `DIM=VALUE`, of which only those of `account` are looked at. */
  readonly where?: readonly string[] | undefined;
  readonly band?: string | undefined;
}

/**
 * The same question with ids in place of names.
 * @param name how the source writes a parameter: `--account` in the CLI, `account` in a query
 * @throws UsageError as {@link accountIdAsked}
 */
export function withAccountIds<T extends AccountText>(
  text: T,
  accounts: readonly Named[],
  name: (key: string) => string,
): T {
  const { account, where, band } = text;
  const filter = (key: string) => (one: string) => {
    const value = one.startsWith('account=') ? one.slice('account='.length) : NONE_LABEL;
    if (value === NONE_LABEL) return one;
    return `account=${accountIdAsked(value, accounts, `${name(key)} ${short(one)}`)}`;
  };
  return {
    ...text,
    ...(account === undefined
      ? {}
      : { account: accountIdAsked(account, accounts, `${name('account')} ${short(account)}`) }),
    ...(where === undefined ? {} : { where: where.map(filter('where')) }),
    ...(band === undefined ? {} : { band: filter('band')(band) }),
  };
}

const short = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}...` : text);
