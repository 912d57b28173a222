/**
 * How good forecasts are: `npm run -s campaign:forecast [-- --accounts N] [--set train]`. For made-up accounts and days of
 * a month: how often the end lies within the 80 % interval, and how far the middle is off. Seeded.
 * @module
 */
import { parseArgs } from 'node:util';
import { simulate } from '../../../src/analysis/forecast/simulate.ts';
import { median, rounded, say } from '../report.ts';
import { makeAccount } from './accounts.ts';

const { values } = parseArgs({
  options: { accounts: { type: 'string', default: '200' }, set: { type: 'string', default: 'held-out' } },
});
const accounts = Number(values.accounts);
const DAY = 24;
/** The month of 30 days starts in the fifth week: four weeks of history before its first day. */
const MONTH_START = 31;
const MONTH = 30;
const HOUR = 9;

say(`${accounts} accounts, set ${values.set}; the forecast is made at ${HOUR}:00 of the day`);
say('  of          day   within 80 %   below   above   middle off by');
for (const dimension of ['total', 'principal'] as const) {
  for (const day of [2, 8, 15, 22, 28]) {
    const [inside, below, above, errors] = judge(dimension, day);
    const count = inside + below + above;
    const line = {
      within: inside / count,
      below: below / count,
      above: above / count,
      error: median(errors),
    };
    process.stdout.write(
      `${JSON.stringify({ campaign: 'forecast', set: values.set, of: dimension, day, count, ...mapped(line) })}\n`,
    );
    const percent = (x: number) => `${(100 * x).toFixed(0)} %`.padStart(6);
    say(
      `  ${dimension.padEnd(10)} ${String(day).padStart(4)}   ${percent(line.within)}        ${percent(line.below)}  ${percent(line.above)}   ${(100 * line.error).toFixed(1)} %`,
    );
  }
}

function mapped(line: Record<string, number>) {
  return Object.fromEntries(Object.entries(line).map(([key, value]) => [key, rounded(value)]));
}

function judge(dimension: 'total' | 'principal', day: number): [number, number, number, number[]] {
  let [inside, below, above] = [0, 0, 0];
  const errors: number[] = [];
  for (let i = 0; i < accounts; i += 1) {
    const { series } = makeAccount(`${values.set} forecast ${i}`, null);
    const { cost } = series.find(({ scope }) => scope.dimension === dimension) ?? {
      cost: new Float64Array(),
    };
    const sum = (from: number, to: number) => cost.subarray(from, to).reduce((all, x) => all + x, 0);
    const today = MONTH_START + day - 1;
    const days = Array.from({ length: today }, (_, d) => sum(d * DAY, (d + 1) * DAY));
    const rest = days.slice(-7).map((_, d) => sum((today - 7 + d) * DAY + HOUR, (today - 6 + d) * DAY));
    const whole = days.slice(-7).reduce((all, x) => all + x, 0);
    const past = {
      days,
      today: sum(today * DAY, today * DAY + HOUR),
      restOfToday: whole === 0 ? 1 - HOUR / DAY : rest.reduce((all, x) => all + x, 0) / whole,
      before: sum(MONTH_START * DAY, today * DAY),
    };
    const end = simulate(past, MONTH - day, `${i}`)?.at(-1);
    const actual = sum(MONTH_START * DAY, (MONTH_START + MONTH) * DAY);
    if (end === undefined || actual === 0) continue;
    if (actual < end.low) below += 1;
    else if (actual > end.high) above += 1;
    else inside += 1;
    errors.push(Math.abs(end.mid - actual) / actual);
  }
  return [inside, below, above, errors];
}
