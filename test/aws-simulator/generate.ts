/**
 * Command line of the log generator:
 * `node test/aws-simulator/generate.ts --out DIR --days D --seed S --now ISO [--rate N] [--bodies none|small|natural]`.
 * Prints the ledger's totals as JSON.
 * @module
 */
import { parseArgs } from 'node:util';
import { createWorld, writeLogs } from './world/index.ts';

const BODIES = ['none', 'small', 'natural'] as const;

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    days: { type: 'string', default: '35' },
    seed: { type: 'string', default: '1' },
    now: { type: 'string' },
    rate: { type: 'string' },
    bodies: { type: 'string', default: 'small' },
    prefix: { type: 'string', default: '' },
  },
});

function fail(message: string): never {
  process.stderr.write(`generate: ${message}\n`);
  process.exit(2);
}

function positive(flag: string, text: string): number {
  const number = Number(text);
  return number > 0 ? number : fail(`--${flag} ${text} is not a positive number`);
}

const out = values.out ?? fail('--out DIR is missing');
const nowMs = values.now === undefined ? Date.now() : Date.parse(values.now);
if (Number.isNaN(nowMs)) fail(`--now ${values.now} is no ISO 8601 time`);
const bodies =
  BODIES.find((each) => each === values.bodies) ?? fail(`--bodies is one of ${BODIES.join(', ')}`);

const world = createWorld({
  seed: values.seed,
  now: Math.floor(nowMs / 1000),
  days: positive('days', values.days),
  ...(values.rate === undefined ? {} : { rate: positive('rate', values.rate) }),
  bodies,
  keyPrefix: values.prefix,
});
const began = performance.now();
const { ledger, ...written } = await writeLogs(world, out);
const seconds = Math.round(performance.now() - began) / 1000;
process.stdout.write(`${JSON.stringify({ ...written, seconds, total: ledger.total() })}\n`);
