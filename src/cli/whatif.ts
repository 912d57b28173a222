/**
 * `bedrock-meter whatif`: the same usage on another model, scope or tier, or in batch.
 * @module
 */
import type { Command } from 'commander';
import { similarModel } from '../../pricing/index.ts';
import { parseSpendRequest } from '../analysis/spend-request.ts';
import { type WhatIf, type WhatIfRow, whatIf } from '../analysis/whatif.ts';
import { pricing } from '../config/pricing.ts';
import { EXIT, UsageError } from '../domain/errors.ts';
import { formatCount, formatUsd, groupThousands } from '../domain/format.ts';
import { storeFilters } from '../domain/measures.ts';
import { isModelId, parseModelId } from '../domain/model-id.ts';
import { type NanoUsd, usdString } from '../domain/money.ts';
import { isoInstant, type TimeRange } from '../domain/time.ts';
import {
  configOf,
  flag,
  nowOf,
  openExistingStore,
  pricesOf,
  print,
  type UsageOptions,
  withUsageOptions,
} from './context.ts';
import type { Action } from './run.ts';
import { renderTable } from './table.ts';

interface Options extends UsageOptions {
  readonly as?: string;
  readonly tier?: string;
  readonly batch?: boolean;
  readonly listPrices?: boolean;
}

export function addWhatIf(program: Command, choose: (action: Action) => void): Command[] {
  const command = program
    .command('whatif')
    .description(
      'what the same usage would have cost on another model, scope or tier, in batch, or at list prices',
    )
    .option('--as <model>', 'model id; its prefix decides the scope (global., us., none)')
    .option('--tier <tier>', 'service tier: standard, flex, priority')
    .option('--batch', 'as batch jobs')
    .option('--list-prices', 'at list prices: without your discount and your own prices');
  return [withUsageOptions(command).action((options: Options) => choose(() => run(options)))];
}

async function run(options: Options) {
  const { as, batch } = options;
  const { listPrices = false } = options;
  if (as === undefined && options.tier === undefined && batch === undefined && !listPrices) {
    throw new UsageError('whatif: needs --as MODEL, --tier TIER, --batch or --list-prices');
  }
  const config = configOf(options);
  const { book } = pricesOf(listPrices ? { ...config, pricing: NO_OWN_PRICES } : config, options);
  const model = as === undefined ? undefined : targetModel(as);
  if (model?.base != null && !book.models.has(model.base)) {
    const near = similarModel(book, model.base);
    throw new UsageError(
      `--as ${as}: the price book has no such model${near ? `; did you mean ${near}?` : ''}`,
    );
  }
  const request = parseSpendRequest(options, nowOf(options), flag);
  const tier = options.tier === 'default' ? 'standard' : options.tier;
  const store = openExistingStore(options);
  try {
    const usage = await store.skuUsage({ range: request.range, where: storeFilters(request.where) });
    const answer = whatIf(usage, { model, tier, batch }, book);
    const target = { as: as ?? null, tier: tier ?? null, batch: batch ?? null, listPrices };
    print(
      options,
      () => ({ ...rangeJson(request.range), ...target, priceVersion: book.version, ...answerJson(answer) }),
      () => text(request.range, answer),
    );
    return EXIT.done;
  } finally {
    await store.close();
  }
}

/** List prices are what is left without any of one's own. */
const NO_OWN_PRICES = pricing.parse({});

function targetModel(text: string) {
  if (!isModelId(text)) throw new UsageError(`--as ${text}: not a model id or ARN`);
  const model = parseModelId(text);
  if (model.base === null)
    throw new UsageError(`--as ${text}: does not say which model it is; name the model itself`);
  return model;
}

const rangeJson = (range: TimeRange) => ({ from: isoInstant(range.from), to: isoInstant(range.to) });
const usd = (amount: NanoUsd | null) => (amount === null ? null : usdString(amount));

function answerJson({ rows, total, assumptions }: WhatIf) {
  return {
    rows: rows.map((row) => ({ ...row, cost: usd(row.cost), costAs: usd(row.costAs) })),
    total: { cost: usd(total.cost), costAs: usd(total.costAs), saving: usd(total.saving) },
    assumptions,
  };
}

function text(range: TimeRange, { rows, total, assumptions }: WhatIf): string {
  const table = renderTable<WhatIfRow>(
    [
      { title: 'model id', cell: (row) => row.modelId },
      { title: 'Region', cell: (row) => row.region },
      { title: 'calls', align: 'right', cell: (row) => groupThousands(row.invocations) },
      { title: 'tokens', align: 'right', cell: (row) => formatCount(row.tokens) },
      { title: 'cost', align: 'right', cell: (row) => formatUsd(row.cost) },
      { title: 'would cost', align: 'right', cell: (row) => formatUsd(row.costAs) },
      { title: '', cell: (row) => row.reason ?? '' },
    ],
    rows,
  );
  const change =
    total.saving >= 0n ? `${formatUsd(total.saving)} less` : `${formatUsd(-total.saving as NanoUsd)} more`;
  return [
    `${isoInstant(range.from)} to ${isoInstant(range.to)} (UTC)`,
    table,
    `${formatUsd(total.cost)} would have been ${formatUsd(total.costAs)}: ${change}, where both are known`,
    assumptions.map((assumption) => `Assumed: ${assumption}`).join('\n'),
  ].join('\n\n');
}
