/**
 * Usage that metrics saw and no log tells of: money that belongs to nobody. Batch jobs and the mantle endpoint never
 * have logs; they are on the coverage page and no alarm.
 * @module
 */
import { type Counts, tokensOf } from '../../analysis/coverage/counts.ts';
import type { CoverageRow } from '../../analysis/coverage/coverage.ts';
import type { RuleSettings } from '../../config/alarms.ts';
import type { Cause, Labels, Observation } from '../../domain/alarm.ts';
import { formatCount, formatUsd, usdNumber } from '../../domain/format.ts';
import { addUsd, ZERO_USD } from '../../domain/money.ts';
import { epochSeconds, SECONDS_PER_HOUR, type TimeRange } from '../../domain/time.ts';
import { type Judged, pathTo, percentWords, shortName, verdictOf } from './judged.ts';

export type DarkRow = Pick<
  CoverageRow,
  'account' | 'region' | 'modelId' | 'logged' | 'dark' | 'metrics' | 'cost' | 'reason'
> & { readonly hours: readonly { readonly hour: number }[] };

export interface DarkInput {
  /** A day, as far as logs and metrics can be compared. */
  readonly range: TimeRange;
  readonly rows: readonly DarkRow[];
  /** What switches logging on, by account and Region. */
  readonly commands: readonly {
    readonly account: string;
    readonly region: string;
    readonly command: string;
  }[];
  readonly blind: readonly Labels[];
}

const CLEAR_AT = 0.6;
const MOST_CAUSES = 5;

export function darkUsage(input: DarkInput, settings: RuleSettings<'darkUsage'>): Judged {
  const places = Map.groupBy(
    input.rows.filter(({ reason }) => reason !== 'batch' && reason !== 'mantle'),
    ({ account, region }) => JSON.stringify([account, region]),
  );
  const observations = [...places.values()].flatMap((rows): Observation[] => {
    const found = observe(rows, input, settings);
    return found === null ? [] : [found];
  });
  return { observations, blind: input.blind };
}

/** Tokens; calls, where a model has none. */
const amountOf = (counts: Counts): number => tokensOf(counts) || counts.invocations;

function observe(
  rows: readonly DarkRow[],
  { range, commands }: DarkInput,
  { percent, minUsdPerDay, severity }: RuleSettings<'darkUsage'>,
): Observation | null {
  const [first] = rows;
  const sum = (of: (row: DarkRow) => number) => rows.reduce((all, row) => all + of(row), 0);
  const [dark, seen] = [sum(({ dark }) => amountOf(dark)), sum(({ metrics }) => amountOf(metrics))];
  const cost = rows.reduce((all, row) => addUsd(all, row.cost?.mid ?? ZERO_USD), ZERO_USD);
  const unpriced = rows.some((row) => row.cost === null && amountOf(row.dark) > 0);
  if (first === undefined || seen === 0) return null;
  const { account, region } = first;
  const firstHour = Math.min(
    range.to / SECONDS_PER_HOUR,
    ...rows.flatMap(({ hours }) => hours.map(({ hour }) => hour)),
  );
  // Hours that cannot be compared yet are in what was seen and not in what is dark.
  const none = dark >= seen || sum(({ logged }) => amountOf(logged)) === 0;
  const share = dark / seen;
  const off = commands.find((one) => one.account === account && one.region === region);
  // Where logging is off, the next dollar will be dark too.
  if (usdNumber(cost) < minUsdPerDay && !unpriced && !off) return null;
  return {
    rule: 'darkUsage',
    labels: { account, region },
    verdict: verdictOf(share, percent / 100, CLEAR_AT),
    severity,
    since: epochSeconds(Math.max(range.from, firstHour * SECONDS_PER_HOUR)),
    until: range.to,
    title: off ? `No invocation logs in ${region}` : `Usage without logs in ${region}`,
    summary: `Metrics saw ${formatCount(seen)} tokens in a day, and the logs tell of ${none ? 'none' : `all but ${formatCount(dark)}`} of them: nobody can say who made what is missing, about ${formatUsd(cost)}.`,
    observed: `${percentWords(share)} without a log`,
    expected: `below ${percent} %`,
    atRisk: cost > 0n ? { usd: cost, per: 'day' } : null,
    causes: rows
      .filter((row) => amountOf(row.dark) > 0)
      .toSorted((a, b) => amountOf(b.dark) - amountOf(a.dark))
      .slice(0, MOST_CAUSES)
      .map(
        (row): Cause => ({
          name: shortName(row.modelId),
          detail: `${formatCount(amountOf(row.dark))} tokens${row.cost === null ? ', no price' : `, about ${formatUsd(row.cost.mid)}`}`,
        }),
      ),
    fix: off
      ? `Switch logging on: ${off.command}`
      : 'See on the coverage page which ids are missing and since when; a delivery that fails or a filter on the log group looks like this.',
    link: pathTo('/coverage', { account, region, since: '24h' }),
  };
}
