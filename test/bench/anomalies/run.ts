/**
 * How well unusual spend is found: `npm run -s campaign:anomalies [-- --accounts N] [--set train]`. A table on
 * stderr, one JSON line per figure on stdout. Seeded: the same on every run.
 * @module
 */
import { parseArgs } from 'node:util';
import { rounded, say } from '../report.ts';
import { runQuiet, runType, sizesOf, TYPES } from './campaign.ts';
import { daily, ours, threeSigma } from './detectors.ts';

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '60' },
    set: { type: 'string', default: 'held-out' },
  },
});
const accounts = Number(values.accounts);
if (!Number.isInteger(accounts) || accounts < 1) {
  say(`--accounts ${values.accounts}: must be a whole number from 1`);
  process.exit(2);
}

const print = (line: object) =>
  process.stdout.write(
    `${JSON.stringify({ campaign: 'anomalies', set: values.set, ...line }, (_, value) =>
      typeof value === 'number' ? (Number.isFinite(value) ? rounded(value) : null) : value,
    )}\n`,
  );
const hours = (n: number) => (Number.isFinite(n) ? `${Math.round(n)} h` : '-').padStart(7);
const percent = (n: number) => `${Math.round(100 * n)} %`.padStart(6);

say(`${accounts} accounts each, set ${values.set}`);
for (const detector of [ours(), threeSigma, daily]) {
  const quiet = runQuiet(detector, values.set, accounts);
  print(quiet);
  say(
    `\n${detector.name}: ${quiet.falseAlarmsPerAccountMonth.toFixed(2)} false alarms an account-month, ${percent(quiet.silent).trim()} of accounts without any`,
  );
  say('  anomaly       size    recall  delay    p90');
  for (const type of TYPES) {
    for (const size of sizesOf()) {
      const result = runType(detector, values.set, type, size, accounts);
      print(result);
      say(
        `  ${type.padEnd(12)}  ${size.padEnd(6)} ${percent(result.recall)} ${hours(result.medianDelay)} ${hours(result.p90Delay)}`,
      );
    }
  }
}
