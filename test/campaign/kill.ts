/**
 * `npm run -s campaign:kill -- --kills 100 --seed 1 [--rate 20]`: see `killed-collection.ts`. Prints one JSON line;
 * exit code 1 when the store differs from the ledger.
 * @module
 */
import { parseArgs } from 'node:util';
import { killCollection } from './killed-collection.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    rate: { type: 'string', default: '20' },
  },
});
const began = performance.now();
const report = await killCollection({
  kills: Number(values.kills),
  seed: values.seed,
  rate: Number(values.rate),
});
const { differences, unwell, integrity, ...rest } = report;
const equal = integrity === 'ok' && unwell.length === 0 && differences.every(({ count }) => count === 0);
if (!equal) process.exitCode = 1;
const line = {
  ...{ seed: values.seed, equal, ...rest, integrity },
  compared: Object.fromEntries(differences.map(({ what, size }) => [what, size])),
  ...(equal ? {} : { unwell, differences: differences.filter(({ count }) => count > 0) }),
  seconds: Math.round((performance.now() - began) / 100) / 10,
};
process.stdout.write(`${JSON.stringify(line)}\n`);
