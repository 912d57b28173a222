/**
 * What the logs missed, and what AWS charged.
 * @module
 */
import type { Coverage } from '../../answers/coverage.ts';
import { formatCount, formatUsd } from '../../domain/format.ts';
import { addUsd, type NanoUsd, ZERO_USD } from '../../domain/money.ts';
import { type Cell, count, left, type ReportSection, right, share, text, usd } from '../document.ts';
import { accountCell } from './account-cell.ts';

/** What the logs have of what metrics saw, and what AWS charged, in sentences. */
export function witnesses(answer: Coverage): string[] {
  const { total, measured } = answer;
  const logs = measured
    ? [
        total.coverage === null
          ? 'Nothing could be compared with CloudWatch metrics.'
          : `The logs have ${(100 * total.coverage).toFixed(1)} % of the tokens that CloudWatch metrics saw.`,
        ...(total.cost === null || total.cost.mid === 0n
          ? []
          : [
              `What only metrics saw, by nobody that is known, comes on top of the tables: about ${formatUsd(total.cost.mid)}${bounds(total.cost)}.`,
            ]),
        ...(total.unpricedTokens > 0
          ? [`${formatCount(total.unpricedTokens)} tokens of it have no price.`]
          : []),
      ]
    : ['No CloudWatch metrics were read for this month: whether the logs have every call is not known.'];
  return [...logs, ...billText(answer)];
}

/** Only where they differ. */
const bounds = ({ low, high }: { low: NanoUsd; high: NanoUsd }): string =>
  low === high ? '' : `, between ${formatUsd(low)} and ${formatUsd(high)}`;

/** What only metrics saw; null where that is nothing. */
export function coverageSection(
  { rows }: Coverage,
  accounts: ReadonlyMap<string, string>,
): ReportSection | null {
  const gaps = rows.filter(
    ({ dark }) => dark.invocations + dark.input + dark.output + dark.cacheRead + dark.cacheWrite > 0,
  );
  if (gaps.length === 0) return null;
  const table = {
    caption: 'Usage that metrics saw and logs did not',
    columns: [
      left('Called id'),
      left('Account'),
      left('Region'),
      right('Calls'),
      right('Input'),
      right('Output'),
      right('Covered'),
      right('About'),
    ],
    rows: gaps.map((row): Cell[] => [
      text(row.modelId),
      accountCell(row.account, accounts),
      text(row.region),
      count(row.dark.invocations),
      count(row.dark.input),
      count(row.dark.output),
      share(row.coverage),
      usd(row.cost?.mid ?? null, row.unpricedReason ?? 'no price'),
    ]),
  };
  return { id: 'coverage', title: 'What the logs missed', paragraphs: [], table };
}

function billText({ bill }: Coverage): string[] {
  if (bill.length === 0) return ['The bill of AWS was not read.'];
  const sum = (of: (day: (typeof bill)[number]) => typeof ZERO_USD) => bill.map(of).reduce(addUsd, ZERO_USD);
  const [billed, capacity, estimated] = [
    sum((day) => day.billed),
    sum((day) => day.capacity),
    sum((day) => day.estimated),
  ];
  const provisional = bill.some((day) => day.provisional) ? ' AWS still revises some of these days.' : '';
  return [
    `On the ${bill.length} days whose bill was read, AWS charged ${formatUsd(billed)}, ${formatUsd(capacity)} of it for capacity by the hour; usage was estimated at ${formatUsd(estimated)}.${provisional}`,
  ];
}
