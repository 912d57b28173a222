/**
 * The report of an import for people: what waits for them comes first.
 * @module
 */
import type { PriceListFailure } from '../../collectors/price-list/index.ts';
import type { ChangeLine, ImportReport } from '../../pricing/import/index.ts';
import { groupThousands as n } from '../domain/format.ts';
import { type Column, renderTable } from './table.ts';

export interface UpdateAnswer extends ImportReport {
  readonly status: 'written' | 'unchanged' | 'dry-run' | 'failed';
  readonly source: 'bulk' | 'api';
  /** The version in force afterwards; of a dry run, the one that would be. */
  readonly version: string | null;
  readonly previous: string | null;
  readonly folder: string;
  readonly accepted: boolean;
  readonly failures: readonly PriceListFailure[];
}

const MOST_LINES = 40;

/** The whole report, at most {@link MOST_LINES} lines of each list. */
export function updateText(answer: UpdateAnswer): string {
  return [
    ...pendingText(answer),
    statusText(answer),
    `${n(answer.products)} products: ${n(answer.classified)} prices of usage, ${n(skippedOf(answer))} skipped, ${n(answer.unknown)} not understood`,
    ...Object.entries(answer.skipped).map(([kind, count]) => `  skipped ${kind}: ${n(count)}`),
    ...section(
      'not understood',
      answer.unknownSamples.map(({ row, reason }) => `${row}: ${reason}`),
    ),
    ...section('Region prefixes in conflict', answer.prefixConflicts),
    ...section(
      'two prices for one thing (neither is used)',
      answer.ambiguous.map(
        ({ price, rows }) => `${price}: ${rows.map(({ row, usd }) => `$${usd} ${row}`).join(' and ')}`,
      ),
    ),
    `${n(answer.prices)} prices: ${n(answer.addedPrices)} new, ${n(answer.changedPrices)} changed, ${n(answer.unchanged)} unchanged (${n(answer.confirmed)} of them were derived), ${n(answer.vanished.length)} vanished since the last import`,
    ...tableOf('new', answer.added),
    ...(answer.accepted ? tableOf('changed', answer.changed) : []),
    ...section(
      'no longer listed (the prices stay)',
      answer.vanished.map(({ price, regions }) => `${price}: ${regions.join(', ')}`),
    ),
    ...section('new models', answer.newModels),
  ].join('\n');
}

/** What could not be read, and what stays in force. */
export function failureText(failures: readonly PriceListFailure[], inForce: string | null): string {
  const lines = failures.map(
    ({ serviceCode, region, message }) =>
      `  ${serviceCode}${region === null ? '' : ` ${region}`}: ${message}`,
  );
  return [
    `the price list could not be read in full; nothing was changed, ${inForce ?? 'the packaged catalogue'} stays in force:`,
    ...lines,
  ].join('\n');
}

/** Price changes in words and numbers; used by `prices diff` too. */
export const CHANGE_COLUMNS: readonly Column<ChangeLine>[] = [
  { title: 'model', cell: (line) => line.model },
  { title: 'scope', cell: (line) => line.scope },
  { title: 'tier', cell: (line) => line.tier },
  { title: 'prompt', cell: (line) => line.prompt },
  { title: 'kind', cell: (line) => line.kind },
  { title: 'old', align: 'right', cell: (line) => line.old ?? 'none' },
  { title: 'new', align: 'right', cell: (line) => line.new },
  { title: 'from', cell: (line) => line.from?.slice(0, 10) ?? '' },
  { title: 'Regions', cell: (line) => regionsText(line.regions) },
];

export const regionsText = (regions: readonly string[]): string =>
  regions.length > 4 ? `${regions.length} Regions` : regions.join(', ');

function pendingText({ pending, changed }: UpdateAnswer): string[] {
  if (pending === 0) return [];
  return [
    `${pending === 1 ? '1 PRICE CHANGED AND WAITS' : `${n(pending)} PRICES CHANGED AND WAIT`} FOR YOU. What was in force stays so until you run: bedrock-meter prices update --accept`,
    renderTable(CHANGE_COLUMNS, changed.slice(0, MOST_LINES)),
    ...more(changed.length),
    '',
  ];
}

function statusText({ status, version, folder, offers }: UpdateAnswer): string {
  const list = offers.map(
    ({ serviceCode, published, regions }) => `${serviceCode} ${published} (${regions.length} Regions)`,
  );
  const done = {
    written: `version ${version} written to ${folder}; a running daemon takes it within seconds`,
    unchanged: `nothing new: ${version} stays in force`,
    'dry-run': 'dry run: nothing was written',
    failed: 'nothing was changed',
  }[status];
  return `${done}\nread ${list.join(', ')}`;
}

const skippedOf = ({ skipped }: UpdateAnswer): number =>
  Object.values(skipped).reduce((sum, count) => sum + count, 0);

function tableOf(title: string, lines: readonly ChangeLine[]): string[] {
  if (lines.length === 0) return [];
  return [`${title}:`, renderTable(CHANGE_COLUMNS, lines.slice(0, MOST_LINES)), ...more(lines.length)];
}

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return [`${title}:`, ...lines.slice(0, MOST_LINES).map((line) => `  ${line}`), ...more(lines.length)];
}

const more = (count: number): string[] =>
  count > MOST_LINES ? [`  and ${n(count - MOST_LINES)} more: see --json`] : [];
