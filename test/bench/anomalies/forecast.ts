/**
 * How good forecasts are: `npm run -s campaign:forecast [-- --accounts N] [--set train]`. For made-up accounts and days of
 * a month: how often the end lies within the 80 % interval, and how far the middle is off. Seeded.
 * @module
 */
import { parseArgs } from 'node:util';
import { HISTORY_DAYS, sinceBegun } from '../../../src/analysis/forecast/period.ts';
import { simulate } from '../../../src/analysis/forecast/simulate.ts';
import type { EpochDay } from '../../../src/domain/time.ts';
import { median, rounded, say } from '../report.ts';
import { type ForecastAccount, KINDS, type Kind, makeForecastAccount } from './forecast-accounts.ts';

const { values } = parseArgs({
  options: { accounts: { type: 'string', default: '300' }, set: { type: 'string', default: 'unseen' } },
});
const accounts = Number(values.accounts);
if (!Number.isInteger(accounts) || accounts < 1) {
  say(`--accounts ${values.accounts}: must be a whole number from 1`);
  process.exit(2);
}
const HOUR = 9;

interface Judged {
  inside: number;
  below: number;
  above: number;
  errors: number[];
}

say(`${accounts} accounts of each kind, set ${values.set}; the forecast is made at ${HOUR}:00 of the day`);
say('  kind              of        day   within 80 %   below   above   middle off by');
for (const kind of KINDS) {
  for (const whose of ['total', 'caller'] as const) {
    for (const day of [2, 5, 8, 12, 15, 18, 22, 25, 28]) {
      const { inside, below, above, errors } = judge(kind, whose, day);
      const count = inside + below + above;
      const line = {
        within: inside / count,
        below: below / count,
        above: above / count,
        error: median(errors),
      };
      process.stdout.write(
        `${JSON.stringify({ campaign: 'forecast', set: values.set, kind, of: whose, day, count, ...mapped(line) })}\n`,
      );
      const percent = (x: number) => `${(100 * x).toFixed(0)} %`.padStart(6);
      say(
        `  ${kind.padEnd(16)}  ${whose.padEnd(7)} ${String(day).padStart(5)}   ${percent(line.within)}        ${percent(line.below)}  ${percent(line.above)}   ${(100 * line.error).toFixed(1)} %`,
      );
    }
  }
}

function mapped(line: Record<string, number>) {
  return Object.fromEntries(Object.entries(line).map(([key, value]) => [key, rounded(value)]));
}

function judge(kind: Kind, of: 'total' | 'caller', day: number): Judged {
  const judged: Judged = { inside: 0, below: 0, above: 0, errors: [] };
  for (let i = 0; i < accounts; i += 1) {
    judgeOne(judged, makeForecastAccount(`${values.set} ${i}`, kind), of, { day, seed: `${i}` });
  }
  return judged;
}

function judgeOne(
  judged: Judged,
  { firstDay, month, early, ...spend }: ForecastAccount,
  of: 'total' | 'caller',
  { day, seed }: { day: number; seed: string },
): void {
  const days = spend[of];
  const today = month.from + day - 1;
  const sum = (from: number, to: number) => days.slice(from, to).reduce((all, x) => all + x, 0);
  const rests = days
    .slice(today - 7, today)
    .flatMap((spend, i) => (spend > 0 ? 1 - (early[of][today - 7 + i] ?? 0) : []));
  const past = {
    days: sinceBegun(days.slice(0, today).slice(-HISTORY_DAYS)),
    yesterday: (firstDay + today - 1) as EpochDay,
    today: (days[today] ?? 0) * (early[of][today] ?? 0),
    restOfToday: rests.length === 0 ? [1 - HOUR / 24] : rests,
    before: sum(month.from, today),
  };
  const end = simulate(past, month.to - 1 - today, seed)?.at(-1);
  const actual = sum(month.from, month.to);
  if (end === undefined || actual === 0) return;
  if (actual < end.low) judged.below += 1;
  else if (actual > end.high) judged.above += 1;
  else judged.inside += 1;
  judged.errors.push(Math.abs(end.mid - actual) / actual);
}
