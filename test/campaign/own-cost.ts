/**
 * `npm run -s campaign:own-cost -- --days 7`: what the default set-up of `test/integration/ledger/own-cost.ts`
 * asks of AWS in so many simulated days, and what that costs a month. One JSON document.
 * @module
 */
import { parseArgs } from 'node:util';
import { watchFor } from '../integration/ledger/own-cost.ts';

const { values } = parseArgs({ options: { days: { type: 'string', default: '7' } } });
const { product, counted, simulated, ...rest } = await watchFor(Number(values.days));
const equal =
  JSON.stringify(Object.entries(counted).sort()) === JSON.stringify(Object.entries(simulated).sort());
if (!equal) process.exitCode = 1;
const { operations, ...totals } = product;
process.stdout.write(`${JSON.stringify({ ...rest, equal, ...totals, operations }, null, 2)}\n`);
