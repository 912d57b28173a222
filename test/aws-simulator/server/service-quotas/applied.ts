/**
 * Where an account's applied quota differs from the default: lowered, raised, or on hold at zero; and the
 * requests that led there.
 * @module
 */
import { ACCOUNTS } from '../../world/accounts.ts';
import { DAY } from '../../world/clock.ts';
import { SUPPORT_QUOTA } from '../../world/throttle.ts';

interface Difference {
  readonly account: string;
  readonly region: string;
  readonly code: string;
  readonly value: number;
}

const differs = (
  account: keyof typeof ACCOUNTS,
  region: string,
  code: string,
  value: number,
): Difference => ({ account: ACCOUNTS[account], region, code, value });

/** These are young accounts: most of what they use has less than the default, and enough for a busy minute. */
const DIFFERENCES: readonly Difference[] = [
  // Monday morning's load does not fit into it.
  differs('shop', 'us-east-1', 'L-7C1E55A0', SUPPORT_QUOTA),
  differs('shop', 'us-east-1', 'L-F4DDD3EB', 400_000),
  differs('shop', 'us-east-1', 'L-58BE175A', 20_000),
  differs('shop', 'us-east-1', 'L-7C42E72A', 40_000),
  differs('shop', 'us-east-1', 'L-70423BF8', 20_000),
  differs('shop', 'us-east-1', 'L-DE641971', 20_000),
  differs('shop', 'us-east-1', 'L-8CE99163', 60_000),
  differs('shop', 'us-west-2', 'L-0E7AA8B7', 20_000),
  differs('shop', 'us-west-2', 'L-71C69B70', 40_000),
  differs('shop', 'us-west-2', 'L-C6F5908D', 20_000),
  differs('shop', 'us-west-2', 'L-1C28E1AB', 100_000),
  // Raised a month ago.
  differs('engineering', 'us-west-2', 'L-A103A344', 6e6),
  differs('engineering', 'us-west-2', 'L-A4430697', 500_000),
  differs('engineering', 'us-west-2', 'L-9A11C666', 200_000),
  differs('engineering', 'us-west-2', 'L-7C1E55A0', 400_000),
  differs('engineering', 'us-west-2', 'L-9DC5F595', 100_000),
  differs('engineering', 'us-east-1', 'L-58BE175A', 50_000),
  // On hold: every call is refused, and only AWS Support can change it.
  differs('engineering', 'us-east-1', 'L-F4DDD3EB', 0),
  differs('engineering', 'us-east-1', 'L-381AD9EE', 0),
  differs('europe', 'eu-west-1', 'L-58BE175A', 200_000),
  // Translation grows towards it.
  differs('europe', 'eu-west-1', 'L-C0326783', 18_000),
];

/** What an account has instead of the default; undefined where it has that. */
export const appliedValue = (account: string, region: string, code: string): number | undefined =>
  DIFFERENCES.find((each) => each.account === account && each.region === region && each.code === code)?.value;

export interface ChangeRequest {
  readonly account: string;
  readonly region: string;
  readonly code: string;
  readonly desired: number;
  readonly status: 'PENDING' | 'CASE_OPENED' | 'APPROVED' | 'DENIED' | 'CASE_CLOSED';
  /** Seconds before the end of the history. */
  readonly createdBefore: number;
  readonly updatedBefore: number;
}

export const REQUESTS: readonly ChangeRequest[] = [
  {
    account: ACCOUNTS.engineering,
    region: 'us-west-2',
    code: 'L-A103A344',
    desired: 6e6,
    status: 'APPROVED',
    createdBefore: 24 * DAY,
    updatedBefore: 21 * DAY,
  },
  {
    account: ACCOUNTS.shop,
    region: 'us-east-1',
    code: 'L-7C1E55A0',
    desired: 7e6,
    status: 'CASE_OPENED',
    createdBefore: 2 * DAY,
    updatedBefore: 1 * DAY,
  },
  {
    account: ACCOUNTS.shop,
    region: 'us-east-1',
    code: 'L-7C42E72A',
    desired: 8e6,
    status: 'DENIED',
    createdBefore: 60 * DAY,
    updatedBefore: 55 * DAY,
  },
];
