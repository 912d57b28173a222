/**
 * `npm run -s campaign:ledger -- --seeds 10 [--first 1]`: the week of `test/integration/ledger.test.ts` in many worlds.
 * One JSON line per world; exit code 1 when any differs.
 * @module
 */
import { parseArgs } from 'node:util';
import { stormyWeek } from '../integration/ledger/week.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '10' }, first: { type: 'string', default: '1' } },
});
const first = Number(values.first);
for (let seed = first; seed < first + Number(values.seeds); seed++) {
  const began = performance.now();
  const { differences, unwell, struck, failures, requests } = await stormyWeek(String(seed));
  const equal = unwell.length === 0 && differences.every(({ count }) => count === 0);
  if (!equal) process.exitCode = 1;
  const report = {
    ...{ seed, equal, requests, faults: Object.values(struck).reduce((sum, times) => sum + times, 0) },
    failedRuns: [...failures.values()].reduce((sum, times) => sum + times, 0),
    compared: Object.fromEntries(differences.map(({ what, size }) => [what, size])),
    ...(equal ? {} : { unwell, differences: differences.filter(({ count }) => count > 0) }),
    seconds: Math.round((performance.now() - began) / 100) / 10,
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
