/**
 * The figures of the coverage page.
 * @module
 */
import { isEmpty, tokensOf } from '../../src/analysis/coverage/counts.ts';
import type { Coverage } from '../../src/answers/coverage.ts';
import { formatCount, formatUsd, groupThousands, UNKNOWN } from '../../src/domain/format.ts';
import type { Figure } from '../overview/figures.ts';

export function coverageFigures({ total, darkRegions, rows, bill }: Coverage): Figure[] {
  const { coverage, dark, cost, unpricedTokens, unpricedImages } = total;
  const plain = { exact: null, mood: 'plain' } as const;
  const places = new Set(rows.map(({ account, region }) => `${account} ${region}`)).size;
  const ids = rows.filter((row) => !isEmpty(row.dark)).length;
  return [
    {
      ...{ ...plain, id: 'coverage', title: 'Logged' },
      value: coverage === null ? UNKNOWN : `${(100 * coverage).toFixed(1)} %`,
      note: "of the metrics' tokens",
      how: 'Tokens that metrics saw less those that no log record tells of, over the tokens that metrics saw; in hours that both have told completely.',
    },
    {
      ...{ ...plain, id: 'dark', title: 'Dark cost', value: cost === null ? UNKNOWN : formatUsd(cost.mid) },
      note: boundsNote(cost),
      how: 'Dark tokens at the standard tier, the smallest prompts and the default life of cache writes. The bounds are the cheapest and dearest tier, prompt size and life that the price book has: metrics do not tell which it was.',
    },
    {
      ...{ ...plain, id: 'tokens', title: 'Dark tokens', value: formatCount(tokensOf(dark)) },
      exact: groupThousands(tokensOf(dark)),
      note: `${formatCount(dark.invocations)} calls, ${ids} ${ids === 1 ? 'id' : 'ids'}`,
      how: 'What metrics saw of an id in an hour and its logs did not. A surplus of one hour settles a lack in the hours beside it: a call at the turn of an hour can stand in one hour of the logs and in the next of the metrics.',
    },
    {
      id: 'regions',
      title: 'Without logging',
      value: String(darkRegions.length),
      exact: null,
      note: `of ${places} accounts and Regions`,
      mood: darkRegions.length > 0 ? 'warning' : 'plain',
      how: 'Regions whose logging configuration is off, or of which metrics see calls and no record was ever read.',
    },
    {
      id: 'unpriced',
      title: 'Dark and unpriced',
      value: unpricedTokens === 0 ? 'none' : formatCount(unpricedTokens),
      exact: unpricedTokens === 0 ? null : groupThousands(unpricedTokens),
      note: unpricedImages > 0 ? `tokens, and ${formatCount(unpricedImages)} pictures` : 'tokens',
      mood: unpricedTokens + unpricedImages > 0 ? 'warning' : 'plain',
      how: 'Dark usage of ids whose model nobody knows, or whose model has no price here. It is in no dollar figure.',
    },
    billFigure(bill),
  ];
}

function boundsNote(cost: Coverage['total']['cost']): string {
  if (cost === null) return 'nothing dark has a price';
  if (cost.low === cost.high) return 'no other rate is listed';
  return `${formatUsd(cost.low)} to ${formatUsd(cost.high)}`;
}

/** Over days that AWS no longer revises. */
function billFigure(bill: Coverage['bill']): Figure {
  const settled = bill.filter(({ provisional }) => !provisional);
  const forUse = settled.reduce((sum, { billed, capacity }) => sum + Number(billed - capacity), 0);
  const difference = settled.reduce((sum, day) => sum + Number(day.difference), 0);
  const days = `${settled.length} settled ${settled.length === 1 ? 'day' : 'days'}`;
  return {
    ...{ id: 'bill', title: 'Bill, difference', exact: null, mood: 'plain' },
    value: forUse === 0 ? UNKNOWN : `${((100 * difference) / forUse).toFixed(1)} %`,
    note: bill.length === 0 ? 'no bill is read' : days,
    how: "What was billed for use, less what logs and metrics come to, as a share of the bill; days that AWS still revises are left out. Above zero: AWS charged more. Reading the bill is switched on by the account's source `bill`.",
  };
}
