/**
 * Credentials, and whether this machine's clock is right: AWS refuses signatures that are five minutes off.
 * @module
 */

import { regionId } from '../../domain/ids.ts';
import type { Account } from '../collect/accounts.ts';
import { askIdentity, identityOf } from '../collect/identity.ts';
import { at, type CheckResult, findingOf } from './check.ts';

/** AWS's own limit is 300 seconds; half of it leaves time to mend it. */
const SKEW_WARNING_SECONDS = 120;

export interface IdentityChecks {
  readonly checks: readonly CheckResult[];
  /** Undefined: nothing else can be asked. */
  readonly id: string | undefined;
}

/** Assumes the role where there is one, and asks who that makes us. */
export async function checkIdentity(account: Account, wall: () => number): Promise<IdentityChecks> {
  const place = { account: account.config.name, region: null };
  const answeredAt = watchAnswers(account);
  try {
    const arn = await askIdentity(account);
    const id = await identityOf(account).id();
    const here = { ...place, account: id };
    const credentials = at(here, { check: 'credentials', status: 'ok', message: `account ${arn}` });
    return { id, checks: [credentials, at(here, clockFinding(answeredAt(), wall()))] };
  } catch (error) {
    const finding = findingOf('credentials', error, 'nothing of this account can be read');
    const skew = at(place, clockFinding(answeredAt(), wall()));
    return { id: undefined, checks: [at(place, { ...finding, status: 'fail' }), skew] };
  }
}

/** The time in the last answer of STS, in milliseconds. */
function watchAnswers(account: Account): () => number | undefined {
  const { sts } = account.in(regionId(account.config.regions[0] ?? 'us-east-1'));
  let seen: number | undefined;
  sts.middlewareStack.add(
    (next) => async (step) => {
      const result = await next(step);
      const { response } = result;
      if (typeof response === 'object' && response !== null && 'headers' in response) {
        const { date } = response.headers as Record<string, string | undefined>;
        const parsed = date === undefined ? Number.NaN : Date.parse(date);
        if (Number.isFinite(parsed)) seen = parsed;
      }
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'watchAnswers' },
  );
  return () => seen;
}

/** @param theirs milliseconds; undefined without an answer */
export function clockFinding(theirs: number | undefined, ours: number) {
  const check = 'clock';
  if (theirs === undefined) return { check, status: 'unknown' as const, message: 'AWS did not answer' };
  const seconds = Math.round((ours - theirs) / 1000);
  if (Math.abs(seconds) <= SKEW_WARNING_SECONDS) {
    return { check, status: 'ok' as const, message: `${Math.abs(seconds)} s from AWS's` };
  }
  return {
    check,
    status: Math.abs(seconds) < 300 ? ('warn' as const) : ('fail' as const),
    message: `this machine is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} AWS`,
    degrades: 'AWS refuses requests signed five minutes off, and freshness is shown wrongly',
    mend: 'timedatectl set-ntp true',
  };
}
