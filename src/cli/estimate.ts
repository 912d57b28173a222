/**
 * `bedrock-meter estimate`: what a request would cost, before it is made.
 * @module
 */
import type { Command } from 'commander';
import { type Estimate, type EstimateRequest, estimate } from '../../pricing/index.ts';
import { EXIT, UsageError } from '../domain/errors.ts';
import { groupThousands } from '../domain/format.ts';
import { REGION_PATTERN } from '../domain/ids.ts';
import { isModelId } from '../domain/model-id.ts';
import { parseInstant } from '../domain/time.ts';
import { type CommonOptions, configOf, nowOf, pricesOf, print } from './context.ts';
import type { Action } from './run.ts';
import { renderTable } from './table.ts';

interface Options extends CommonOptions {
  readonly model: string;
  readonly region: string;
  readonly at?: string;
  readonly input?: number;
  readonly output?: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  readonly cacheWrite1h?: number;
  readonly images?: number;
  readonly tier?: string;
  readonly batch?: boolean;
  readonly compare?: string;
}

export function addEstimate(program: Command, choose: (action: Action) => void): Command[] {
  const command = program
    .command('estimate')
    .description('what a request would cost: the list price with your overrides and discount')
    .requiredOption('--model <id>', 'any form of model id: bare, us./eu./global., ARN')
    .requiredOption('--region <region>', 'the Region it is called in')
    .option('--at <time>', 'the time of the call (default: now)')
    .option('--input <n>', 'input tokens, without cached ones', count('--input'))
    .option('--output <n>', 'output tokens', count('--output'))
    .option('--cache-read <n>', 'tokens read from cache', count('--cache-read'))
    .option(
      '--cache-write <n>',
      "tokens written to cache for the model's default time",
      count('--cache-write'),
    )
    .option('--cache-write-1h <n>', 'tokens written to cache for an hour', count('--cache-write-1h'))
    .option('--images <n>', 'images made', count('--images'))
    .option('--tier <tier>', 'service tier: standard, flex, priority')
    .option('--batch', 'as part of a batch job')
    .option('--compare <ids>', 'the same on other models, comma-separated')
    .action((options: Options) => choose(() => run(options)));
  return [command];
}

/** Parser of a whole number of things for a flag. */
export const count =
  (name: string) =>
  (text: string): number => {
    const n = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(n)) return n;
    throw new UsageError(`${name} ${text}: not a whole number of zero or more`);
  };

async function run(options: Options) {
  const { book } = pricesOf(configOf(options));
  const answer = estimate(book, requestOf(options, options.model));
  const others = (options.compare?.split(',') ?? []).map((id) => id.trim()).filter((id) => id !== '');
  const compared = others.map((model) => ({ model, ...estimate(book, requestOf(options, model)) }));
  print(
    options,
    () => (others.length > 0 ? { ...answer, compare: compared } : answer),
    () => text([{ model: options.model, ...answer }, ...compared]),
  );
  return EXIT.done;
}

function requestOf(options: Options, model: string): EstimateRequest {
  if (!isModelId(model)) throw new UsageError(`--model ${model}: not a model id or ARN`);
  if (!REGION_PATTERN.test(options.region)) {
    throw new UsageError(`--region ${options.region}: not a Region such as us-east-1`);
  }
  const at = options.at === undefined ? nowOf(options) : parseInstant(options.at);
  if (at === undefined) throw new UsageError(`--at ${options.at}: not an ISO 8601 time such as 2026-11-01`);
  return {
    model,
    region: options.region,
    at,
    tokens: {
      input: options.input,
      output: options.output,
      cacheRead: options.cacheRead,
      cacheWrite: options.cacheWrite,
      cacheWrite1h: options.cacheWrite1h,
    },
    images: options.images,
    tier: options.tier === 'default' ? 'standard' : options.tier,
    batch: options.batch,
  };
}

function text(answers: readonly (Estimate & { model: string })[]): string {
  return answers.map(oneText).join('\n\n');
}

function oneText(answer: Estimate & { model: string }): string {
  const head =
    answer.status === 'priced'
      ? `$${answer.cost}`
      : `unpriced: ${answer.detail ?? answer.reason ?? 'no price'}`;
  const table = renderTable(
    [
      { title: 'type', cell: (line) => line.tokenType },
      { title: 'quantity', align: 'right', cell: (line) => groupThousands(line.quantity) },
      { title: 'USD', align: 'right', cell: (line) => line.unitPrice ?? 'none' },
      { title: 'per', cell: (line) => line.unit },
      { title: 'cost', align: 'right', cell: (line) => line.cost ?? 'unpriced' },
    ],
    answer.lines,
  );
  return `${answer.model}: ${head}\n${table}\n${answer.priceVersion}${answer.source ? `; ${answer.source}` : ''}`;
}
