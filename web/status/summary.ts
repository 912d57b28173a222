/**
 * What the status page says above its tables: whether all sources are in order, and what it means where one is not. Pure.
 * @module
 */
import { formatUsd, groupThousands, UNKNOWN } from '../../src/domain/format.ts';
import { parseUsd } from '../../src/domain/money.ts';
import { type EpochSeconds, parseInstant } from '../../src/domain/time.ts';
import { agoText, spanText } from '../format/moment.ts';
import { visible } from '../format/visible.ts';
import type { Figure } from '../overview/figures.ts';
import type { SourceStatus, Status } from './status.ts';

/** What is wrong, or may be, on other pages while a source fails; by the first part of its name. */
const MEANINGS: Readonly<Record<string, string>> = {
  'invocation-logs': 'Calls there since then are in no cost and no table; only metrics may have seen them.',
  metrics: 'Quotas, throttles and coverage there stand still; costs do not.',
  quotas: 'Limits there are as they were last read; utilization is measured against those.',
  inventory: 'New agents, profiles and units there have no name, and some ids no model.',
  bill: 'Nothing later is held against the bill; costs do not change.',
};

export const meaningOf = ({ collector }: SourceStatus): string =>
  MEANINGS[collector.split('/')[0] ?? ''] ?? 'What it would have told is missing.';

const ORDER = { failed: 0, never: 1, ok: 2 } as const;

/** What needs somebody first; within that, as they came. */
export const byNeed = (sources: readonly SourceStatus[]): SourceStatus[] =>
  sources.toSorted((a, b) => ORDER[a.status] - ORDER[b.status]);

/** Without its full stop. */
/** @param accounts names by id */
export function statusSentence(
  { sources }: Pick<Status, 'sources'>,
  accounts: ReadonlyMap<string, string> = new Map(),
): string {
  if (sources.length === 0) return 'Nothing has been read yet';
  const failing = sources.filter(({ status }) => status === 'failed');
  const [first] = failing;
  if (first === undefined)
    return sources.length === 1 ? 'The one source is in order' : `All ${sources.length} sources are in order`;
  const account = accounts.get(first.account ?? '') ?? first.account;
  const place = [first.region, account === null ? null : visible(account)]
    .filter((part) => part !== null)
    .join(' of ');
  const named = `${visible(first.collector)}${place === '' ? '' : ` in ${place}`}`;
  const what = failing.length === 1 ? `: ${named}` : `, first of them ${named}`;
  return `${failing.length} of ${sources.length} sources ${failing.length === 1 ? 'fails' : 'fail'}${what}`;
}

export function statusFigures(
  { sources, priceBook, ownCost, alarms, ...status }: Status,
  now: EpochSeconds,
): Figure[] {
  const well = sources.filter((source) => source.status === 'ok').length;
  const newest = sources
    .flatMap(({ lastEvent }) => lastEvent ?? [])
    .toSorted()
    .at(-1);
  const at = newest === undefined ? undefined : parseInstant(newest);
  const records = sources.reduce((sum, { facts }) => sum + facts, 0);
  const plain = { exact: null, mood: 'plain' } as const;
  return [
    {
      ...{ ...plain, id: 'sources', title: 'Sources in order', value: `${well} of ${sources.length}` },
      mood: well < sources.length ? 'warning' : 'plain',
      note: well < sources.length ? 'the others come first below' : 'all that are read',
      how: 'Sources whose last reading ended without an error. One that fails never keeps another from being read.',
    },
    {
      ...{ ...plain, id: 'newest', title: 'Newest call' },
      value: at === undefined ? UNKNOWN : agoText(at, now),
      note: at === undefined ? 'no source has told of one' : `${groupThousands(records)} records read`,
      how: 'The newest call that any source has told of. The page of a source that lags shows less than was spent.',
    },
    {
      ...{ ...plain, id: 'prices', title: 'Price book' },
      value: priceBook.ageDays === null ? UNKNOWN : spanText(priceBook.ageDays * 86_400),
      mood: priceBook.health.fix === null ? 'plain' : 'warning',
      note: `${groupThousands(priceBook.prices)} prices of ${groupThousands(priceBook.models)} models`,
      how: 'Age of the newest document that prices were taken from. `bedrock-meter prices update` reads the list of AWS.',
    },
    {
      ...{ ...plain, id: 'alarms', title: 'Alarm rules' },
      mood: alarms.watching ? 'plain' : 'warning',
      value: alarms.watching ? 'watching' : 'not watching',
      note: alarms.rulesFailing.length === 0 ? 'none fails' : `${alarms.rulesFailing.length} fail`,
      how: 'Whether the thread that evaluates rules has looked within the last minutes.',
    },
    {
      ...{ ...plain, id: 'own-cost', title: 'Cost of watching' },
      value: ownCost.calls === 0 ? formatUsd(parseUsd('0')) : formatUsd(parseUsd(ownCost.usdPerMonth)),
      note:
        ownCost.calls === 0 ? 'no calls to AWS' : `a month, ${groupThousands(ownCost.calls)} calls so far`,
      how: 'Calls to AWS of the last days at list prices, as of 30 days. Reading the past, which happens once, is not in it.',
    },
    {
      ...{ ...plain, id: 'uptime', title: 'Running for', value: spanText(status.uptimeSeconds) },
      note: `version ${status.version}`,
      how: 'Since the daemon was started.',
    },
  ];
}
