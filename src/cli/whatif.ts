/**
 * `bedrock-meter whatif`: the same usage on another model, scope or tier, or in batch.
 * @module
 */
import type { Command } from 'commander';
import type { WhatIf, WhatIfRow } from '../analysis/whatif.ts';
import { parseWhatIfRequest, whatIfAnswer, whatIfJson } from '../answers/whatif.ts';
import { pricing } from '../config/pricing.ts';
import { EXIT } from '../domain/errors.ts';
import { formatCount, formatUsd, groupThousands } from '../domain/format.ts';
import type { NanoUsd } from '../domain/money.ts';
import { isoInstant, type TimeRange } from '../domain/time.ts';
import {
  configOf,
  flag,
  nowOf,
  openExistingStore,
  pricesOf,
  print,
  type UsageOptions,
  withIds,
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
  const { listPrices = false } = options;
  const config = configOf(options);
  const { book } = pricesOf(listPrices ? { ...config, pricing: NO_OWN_PRICES } : config, options);
  const request = parseWhatIfRequest(withIds(options), listPrices, book, nowOf(options), flag);
  const store = openExistingStore(options);
  try {
    const answer = await whatIfAnswer(
      { store, book, now: nowOf(options), frozen: options.now !== undefined },
      request,
    );
    print(
      options,
      () => ({ ...whatIfJson(answer), listPrices }),
      () => text(answer.request.spend.range, answer.whatIf),
    );
    return EXIT.done;
  } finally {
    await store.close();
  }
}

/** List prices are what is left without any of one's own. */
const NO_OWN_PRICES = pricing.parse({});

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
