/**
 * `bedrock-meter estimate`: what a request would cost, before it is made.
 * @module
 */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type Estimate, type EstimateRequest, estimate } from '../../pricing/index.ts';
import { EXIT, messageOf, UsageError } from '../domain/errors.ts';
import { groupThousands } from '../domain/format.ts';
import { REGION_PATTERN, regionId } from '../domain/ids.ts';
import { isModelId, parseModelId } from '../domain/model-id.ts';
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
  readonly messages?: string;
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
    .option('--messages <file>', 'a Converse request; Bedrock counts its input tokens (CountTokens)')
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
  const { book } = pricesOf(configOf(options), options);
  const models = [options.model, ...(options.compare?.split(',') ?? [])]
    .map((id) => id.trim())
    .filter((id) => id !== '');
  const requests = models.map((model) => requestOf(options, model));
  const counted = options.messages === undefined ? requests : await withCounts(requests, options.messages);
  const answers = counted.map((request) => ({ model: request.model, ...estimate(book, request) }));
  const [{ model: _, ...answer }, ...compared] = answers as [Answer, ...Answer[]];
  print(
    options,
    () => (compared.length > 0 ? { ...answer, compare: compared } : answer),
    () => answers.map(oneText).join('\n\n'),
  );
  return EXIT.done;
}

type Answer = Estimate & { model: string };

/** Each model counts the same request with its own tokeniser. */
async function withCounts(requests: readonly EstimateRequest[], file: string): Promise<EstimateRequest[]> {
  // Only this option talks to AWS; everything else starts without its SDK.
  const [{ parseConverseRequest }, { bedrockRuntime, countInputTokens }] = await Promise.all([
    import('../../collectors/count-tokens/converse-request.ts'),
    import('../../collectors/count-tokens/count-tokens.ts'),
  ]);
  const messages = parseConverseRequest(file, readMessages(file));
  const counted: EstimateRequest[] = [];
  for (const request of requests) {
    const { base } = parseModelId(request.model);
    if (base === null)
      throw new UsageError(`--model ${request.model}: does not say which model counts the tokens`);
    const client = bedrockRuntime(regionId(request.region));
    const input = await countInputTokens(client, base, messages);
    client.destroy();
    counted.push({ ...request, tokens: { ...request.tokens, input } });
  }
  return counted;
}

function readMessages(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`--messages ${file}: ${messageOf(cause)}`, { cause });
  }
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

function oneText(answer: Answer): string {
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
