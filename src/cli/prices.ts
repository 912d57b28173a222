/**
 * `bedrock-meter prices`: what the price book knows.
 * @module
 */
import type { Command } from 'commander';
import {
  describeModel,
  listModels,
  type ModelDescription,
  type ModelSummary,
  similarModel,
} from '../../pricing/index.ts';
import { EXIT, MeterError } from '../domain/errors.ts';
import { type CommonOptions, configOf, nowOf, pricesOf, print } from './context.ts';
import { runDiff } from './prices-diff.ts';
import { addReprice } from './prices-reprice.ts';
import { runUpdate, type UpdateOptions } from './prices-update.ts';
import type { Action } from './run.ts';
import { type Column, renderTable } from './table.ts';

export function addPrices(program: Command, choose: (action: Action) => void): Command[] {
  const prices = program
    .command('prices')
    .description('the price book: what is known, since when, from where');
  const show = prices
    .command('show')
    .description('every price of one model, with dates and sources')
    .argument('<id>', 'any form of model id')
    .action((id: string, options: CommonOptions) => choose(() => runShow(id, options)));
  const list = prices
    .command('list')
    .description('every model with its lowest standard rates')
    .action((options: CommonOptions) => choose(() => runList(options)));
  const update = prices
    .command('update')
    .description('import the AWS Price List as a new dated version')
    .option('--endpoint <url>', 'where the bulk files are (default: AWS, or AWS_ENDPOINT_URL_PRICING)')
    .option('--dry-run', 'read and compare, and write nothing')
    .option('--accept', 'take changed prices too, not new ones only')
    .action((options: UpdateOptions) => choose(() => runUpdate(options)));
  const diff = prices
    .command('diff')
    .description("what the imported version changed, and what that does to this month's money")
    .action((options: CommonOptions) => choose(() => runDiff(options)));
  return [show, list, update, diff, addReprice(prices, choose)];
}

async function runShow(id: string, options: CommonOptions) {
  const { book } = pricesOf(configOf(options), options);
  const model = describeModel(book, id);
  if (model === undefined) {
    const near = similarModel(book, id);
    throw new MeterError(`the price book has no model ${id}`, {
      hint: near
        ? `did you mean ${near}? It is not the same model; see also: bedrock-meter prices list`
        : 'see bedrock-meter prices list',
    });
  }
  print(
    options,
    () => model,
    () => showText(model),
  );
  return EXIT.done;
}

async function runList(options: CommonOptions) {
  const { book } = pricesOf(configOf(options), options);
  const models = listModels(book, nowOf(options));
  print(
    options,
    () => ({ priceVersion: book.version, models }),
    () => `${renderTable(LIST, models)}\n\n${models.length} models, ${book.version}; USD per million tokens`,
  );
  return EXIT.done;
}

const LIST: readonly Column<ModelSummary>[] = [
  { title: 'model', cell: (model) => model.model },
  { title: 'scopes', cell: (model) => model.scopes.join(', ') },
  { title: 'Regions', align: 'right', cell: (model) => String(model.regions) },
  { title: 'input from', align: 'right', cell: (model) => model.inputFrom ?? '' },
  { title: 'output from', align: 'right', cell: (model) => model.outputFrom ?? '' },
  { title: 'tiers', cell: (model) => model.tiers.join(', ') },
];

function showText(model: ModelDescription): string {
  const table = renderTable(
    [
      { title: 'scope', cell: (line) => line.scope },
      { title: 'tier', cell: (line) => line.tier },
      { title: 'from', cell: (line) => line.from?.slice(0, 10) ?? '' },
      { title: 'to', cell: (line) => line.to?.slice(0, 10) ?? '' },
      { title: 'prompt', cell: promptText },
      { title: 'USD', cell: rateText },
      { title: 'Regions', cell: (line) => regionText(line.regions) },
      {
        title: 'source',
        cell: (line) => (line.verified ? line.source : `${line.source} (derived: ${line.derived})`),
      },
    ],
    model.prices,
  );
  const note = model.unpriced === null ? '' : `\nunpriced on purpose: ${model.unpriced}`;
  return `${model.name} (${model.model})${note}\n${table}\n${model.priceVersion}`;
}

type Line = ModelDescription['prices'][number];

function promptText({ promptAbove, promptUpTo }: Line): string {
  if (promptAbove !== null) return `> ${promptAbove}`;
  return promptUpTo === null ? '' : `<= ${promptUpTo}`;
}

function rateText(line: Line): string {
  if (line.unit !== null) return `${line.usd ?? 'none'} per ${line.unit}`;
  return Object.entries(line.usdPerMillion)
    .map(([kind, usd]) => `${kind} ${usd}`)
    .join(', ');
}

function regionText(regions: readonly string[]): string {
  return regions.length > 4 ? `${regions.length} Regions` : regions.join(', ');
}
