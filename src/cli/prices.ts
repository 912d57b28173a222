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
import type { Config } from '../config/schema.ts';
import { EXIT, MeterError } from '../domain/errors.ts';
import { isModelId, parseModelId } from '../domain/model-id.ts';
import { type CommonOptions, configOf, nowOf, pricesOf, print } from './context.ts';
import { runDiff } from './prices-diff.ts';
import { profileOf, profileText } from './prices-profile.ts';
import { addReprice } from './prices-reprice.ts';
import { addUnpriced } from './prices-unpriced.ts';
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
    .option('--source <name>', 'bulk: the public files; api: GetProducts, with AWS credentials', 'bulk')
    .option('--endpoint <url>', 'where the list is (default: AWS, or AWS_ENDPOINT_URL_PRICING)')
    .option('--dry-run', 'read and compare, and write nothing')
    .option('--accept', 'take changed prices too, not new ones only')
    .action((options: UpdateOptions) => choose(() => runUpdate(options)));
  const diff = prices
    .command('diff')
    .description("what the imported version changed, and what that does to this month's money")
    .action((options: CommonOptions) => choose(() => runDiff(options)));
  return [show, list, update, diff, addUnpriced(prices, choose), addReprice(prices, choose)];
}

async function runShow(id: string, options: CommonOptions) {
  const { book } = pricesOf(configOf(options), options);
  const profile = await profileOf(id, options);
  const model = describeModel(book, profile?.base ?? id);
  if (model === undefined) {
    const near = isOpaque(id) ? undefined : similarModel(book, id);
    throw new MeterError(`the price book has no model ${id}`, {
      hint: isOpaque(id)
        ? 'the id does not say which model it is; the inventory does, once it was read: bedrock-meter collect --once'
        : near
          ? `did you mean ${near}? It is not the same model; see also: bedrock-meter prices list`
          : 'see bedrock-meter prices list',
    });
  }
  print(
    options,
    () => (profile === undefined ? model : { ...model, profile }),
    () => [...(profile === undefined ? [] : [profileText(profile)]), showText(model)].join('\n'),
  );
  return EXIT.done;
}

/** An ARN or id behind which any model may be. */
const isOpaque = (id: string): boolean => isModelId(id) && parseModelId(id).base === null;

async function runList(options: CommonOptions) {
  const config = configOf(options);
  const { book } = pricesOf(config, options);
  const models = listModels(book, nowOf(options));
  print(
    options,
    () => ({ priceVersion: book.version, models, credits: config.pricing.credits }),
    () => listText(book.version, models, config.pricing.credits),
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
  { title: 'own', cell: (model) => (model.own ? 'yes' : '') },
];

function listText(
  version: string,
  models: readonly ModelSummary[],
  credits: Config['pricing']['credits'],
): string {
  const own = models.filter((model) => model.own).length;
  return [
    renderTable(LIST, models),
    '',
    `${models.length} models${own === 0 ? '' : `, ${own} with prices of your own`}, ${version}; USD per million tokens`,
    ...credits.map(
      ({ name, usd, from, to }) =>
        `credit ${name}: ${usd} USD${from === undefined ? '' : ` from ${from}`}${to === undefined ? '' : ` to ${to}`}; not taken off any cost`,
    ),
  ].join('\n');
}

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
  return [
    `${model.name} (${model.model})${note}`,
    ...(model.own.length === 0 ? [] : [`your own prices, which win:\n${renderTable(OWN, model.own)}`]),
    table,
    ...fixedTable(model),
    model.priceVersion,
  ].join('\n');
}

const OWN: readonly Column<ModelDescription['own'][number]>[] = [
  { title: 'scope', cell: (price) => price.scope ?? 'any' },
  { title: 'Region', cell: (price) => price.region ?? 'any' },
  { title: 'tier', cell: (price) => price.tier },
  { title: 'from', cell: (price) => price.from?.slice(0, 10) ?? '' },
  { title: 'USD', cell: (price) => pairs({ ...price.usdPerMillion, ...price.usdPerUnit }) },
  { title: 'key', cell: (price) => price.key },
];

/** What is paid by the hour, the month or the training job. */
function fixedTable({ capacity, fees }: ModelDescription): string[] {
  const lines = [
    ...capacity.map((price) => ({ ...price, what: `${price.kind}, an hour`, usd: price.usdPerHour })),
    ...fees.map((price) => ({ ...price, what: 'fee', scope: null, usd: price.usd })),
  ];
  if (lines.length === 0) return [];
  const columns: readonly Column<(typeof lines)[number]>[] = [
    { title: 'apart from use', cell: (line) => line.what },
    { title: 'scope', cell: (line) => line.scope ?? '' },
    { title: 'USD', cell: (line) => pairs(line.usd) },
    { title: 'Regions', cell: (line) => regionText(line.regions) },
    {
      title: 'source',
      cell: (line) => (line.derived === null ? line.source : `${line.source} (derived: ${line.derived})`),
    },
  ];
  return [renderTable(columns, lines)];
}

const pairs = (usd: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(usd)
    .map(([name, price]) => `${name} ${price}`)
    .join(', ');

type Line = ModelDescription['prices'][number];

function promptText({ promptAbove, promptUpTo }: Line): string {
  if (promptAbove !== null) return `> ${promptAbove}`;
  return promptUpTo === null ? '' : `<= ${promptUpTo}`;
}

function rateText(line: Line): string {
  if (line.unit !== null) return `${line.usd ?? 'none'} per ${line.unit}`;
  return pairs(line.usdPerMillion);
}

function regionText(regions: readonly string[]): string {
  return regions.length > 4 ? `${regions.length} Regions` : regions.join(', ');
}
