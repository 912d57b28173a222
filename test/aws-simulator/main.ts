/**
 * The simulator alone:
 * `node test/aws-simulator/main.ts --port N [--seed S] [--days D] [--now ISO] [--rate N] [--bodies none|small|natural]`.
 * Prints one line with its URL and the environment that points a client at it.
 * @module
 */
import { parseArgs } from 'node:util';
import { nodeProblem } from '../../src/cli/node-version.ts';
import { startSimulator } from './server/index.ts';

const BODIES = ['none', 'small', 'natural'] as const;

function fail(message: string): never {
  process.stderr.write(`aws-simulator: ${message}\n`);
  process.exit(2);
}

function numberOf(option: string, text: string, max: number): number {
  const number = Number(text);
  return /^\d+(\.\d+)?$/.test(text) && number <= max
    ? number
    : fail(`--${option} ${text}: not a number up to ${max}`);
}

const problem = nodeProblem(process.versions.node);
if (problem !== undefined) fail(problem);

const values = parse();

function parse() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '0' },
        seed: { type: 'string', default: '1' },
        days: { type: 'string', default: '35' },
        now: { type: 'string' },
        rate: { type: 'string' },
        bodies: { type: 'string', default: 'small' },
      },
    }).values;
  } catch (error) {
    return fail(messageOf(error));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const now = values.now === undefined ? Date.now() : Date.parse(values.now);
if (Number.isNaN(now)) fail(`--now ${values.now}: not an ISO 8601 time`);
const bodies =
  BODIES.find((each) => each === values.bodies) ??
  fail(`--bodies ${values.bodies}: one of ${BODIES.join(', ')}`);

const simulator = await startSimulator({
  seed: values.seed,
  now: Math.floor(now / 1000),
  days: numberOf('days', values.days, 455),
  port: numberOf('port', values.port, 65_535),
  bodies,
  ...(values.rate === undefined ? {} : { rate: numberOf('rate', values.rate, 1e6) }),
}).catch((error: unknown) => {
  process.stderr.write(`aws-simulator: ${messageOf(error)}\n`);
  process.exit(1);
});
const env = Object.entries(simulator.env)
  .map(([name, value]) => `${name}=${value}`)
  .join(' ');
process.stdout.write(`AWS simulator on ${simulator.url}; ${env}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => simulator.close());
