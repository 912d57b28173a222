/**
 * `bedrock-meter estimate`: what a request would cost, before it is made.
 * @module
 */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { EstimateRequest } from '../../pricing/index.ts';
import { type EstimateOf, estimateAnswer, estimateJson, parseEstimateRequests } from '../answers/estimate.ts';
import { EXIT, messageOf, UsageError } from '../domain/errors.ts';
import { groupThousands } from '../domain/format.ts';
import { regionId } from '../domain/ids.ts';
import { parseModelId } from '../domain/model-id.ts';
import { type CommonOptions, configOf, flag, nowOf, pricesOf, print } from './context.ts';
import type { Action } from './run.ts';
import { renderTable } from './table.ts';

interface Options extends CommonOptions {
  readonly model: string;
  readonly region: string;
  readonly at?: string;
  readonly input?: string;
  readonly output?: string;
  readonly cacheRead?: string;
  readonly cacheWrite?: string;
  readonly cacheWrite1h?: string;
  readonly images?: string;
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
    .option('--input <n>', 'input tokens, without cached ones')
    .option('--output <n>', 'output tokens')
    .option('--cache-read <n>', 'tokens read from cache')
    .option('--cache-write <n>', "tokens written to cache for the model's default time")
    .option('--cache-write-1h <n>', 'tokens written to cache for an hour')
    .option('--images <n>', 'images made')
    .option('--tier <tier>', 'service tier: standard, flex, priority')
    .option('--batch', 'as part of a batch job')
    .option('--messages <file>', 'a Converse request; Bedrock counts its input tokens (CountTokens)')
    .option('--compare <ids>', 'the same on other models, comma-separated')
    .action((options: Options) => choose(() => run(options)));
  return [command];
}

async function run(options: Options) {
  const { book } = pricesOf(configOf(options), options);
  const { cacheRead, cacheWrite, cacheWrite1h, ...rest } = options;
  const cached = { 'cache-read': cacheRead, 'cache-write': cacheWrite, 'cache-write-1h': cacheWrite1h };
  const requests = parseEstimateRequests({ ...rest, ...cached }, nowOf(options), flag);
  const counted = options.messages === undefined ? requests : await withCounts(requests, options.messages);
  const answer = estimateAnswer(book, counted);
  print(
    options,
    () => estimateJson(answer),
    () => answer.map(oneText).join('\n\n'),
  );
  return EXIT.done;
}

type Requests = ReturnType<typeof parseEstimateRequests>;

/** Each model counts the same request with its own tokeniser. */
async function withCounts([asked, ...compared]: Requests, file: string): Promise<Requests> {
  // Only this option talks to AWS; everything else starts without its SDK.
  const [{ parseConverseRequest }, { bedrockRuntime, countInputTokens }] = await Promise.all([
    import('../../collectors/count-tokens/converse-request.ts'),
    import('../../collectors/count-tokens/count-tokens.ts'),
  ]);
  const messages = parseConverseRequest(file, readMessages(file));
  const count = async (request: EstimateRequest): Promise<EstimateRequest> => {
    const { base } = parseModelId(request.model);
    if (base === null)
      throw new UsageError(`--model ${request.model}: does not say which model counts the tokens`);
    const client = bedrockRuntime(regionId(request.region));
    const input = await countInputTokens(client, base, messages);
    client.destroy();
    return { ...request, tokens: { ...request.tokens, input } };
  };
  const first = await count(asked);
  const others: EstimateRequest[] = [];
  for (const request of compared) others.push(await count(request));
  return [first, ...others];
}

function readMessages(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`--messages ${file}: ${messageOf(cause)}`, { cause });
  }
}

function oneText(answer: EstimateOf): string {
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
