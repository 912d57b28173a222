/**
 * `bedrock-meter capacity`: provisioned throughput and other commitments against on demand.
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { parseDemandCsv } from '../analysis/capacity/demand-csv.ts';
import type { UnitUse } from '../analysis/capacity/existing.ts';
import type { CapacityOption } from '../analysis/capacity/options.ts';
import { parseCapacityRequest } from '../analysis/capacity/request.ts';
import { type Candidate, type Capacity, type CapacityPlan, capacity, perMonth } from '../answers/capacity.ts';
import { capacityJson } from '../answers/capacity-json.ts';
import { EXIT, UsageError } from '../domain/errors.ts';
import { formatCount, formatUsd, groupThousands, UNKNOWN } from '../domain/format.ts';
import { isoInstant } from '../domain/time.ts';
import {
  type CommonOptions,
  configOf,
  databaseOf,
  flag,
  nowOf,
  openExistingStore,
  pricesOf,
  print,
  withIds,
} from './context.ts';
import type { Action } from './run.ts';
import { type Column, renderTable } from './table.ts';

interface Options extends CommonOptions {
  readonly model?: string;
  readonly region?: string;
  readonly account?: string;
  readonly unitPrice?: string;
  readonly unitInputTpm?: string;
  readonly unitOutputTpm?: string;
  readonly commitment?: string;
  readonly cacheReads?: string;
  readonly demand?: string;
  readonly from?: string;
  readonly to?: string;
  readonly since?: string;
}

export function addCapacity(program: Command, choose: (action: Action) => void): Command[] {
  const command = program
    .command('capacity')
    .description('provisioned throughput, the reserved tier, batch and global profiles against on demand')
    .option('--model <id>', 'model or profile id; without it, what there is and what might be worth a unit')
    .option('--region <region>', 'Region of the calls')
    .option('--account <id>', 'account that would buy the units (default: the one that asks for most)')
    .option('--unit-price <usd>', 'USD per hour of one unit, as you were quoted')
    .option('--unit-input-tpm <n>', 'input tokens per minute of one unit')
    .option('--unit-output-tpm <n>', 'output tokens per minute of one unit')
    .option('--commitment <term>', 'none, 1-month or 6-months')
    .option('--cache-reads <how>', 'counted (fill the input ceiling, default) or free')
    .option('--demand <file>', 'CSV of minute,inputTokens,outputTokens instead of what is recorded')
    .option('--from <time>', 'start of the recorded demand (default: 90 days ago)')
    .option('--to <time>', 'its end, exclusive (default: now)')
    .option('--since <span>', 'the last 24h, 7d, 4w, ...');
  return [command.action((options: Options) => choose(() => run(options)))];
}

async function run(options: Options) {
  const now = nowOf(options);
  const request = parseCapacityRequest(withIds(options), now, flag);
  if (options.demand !== undefined && request.asked === null) {
    throw new UsageError(`--demand ${options.demand}: needs --model and --region beside it`);
  }
  const rows =
    options.demand === undefined ? null : parseDemandCsv(readDemand(options.demand), options.demand);
  const config = configOf(options);
  // Prices and a file answer without a database; so does a question about nothing but the break-even.
  const alone = rows !== null || request.asked !== null;
  const store = alone && !existsSync(databaseOf(options, config)) ? null : openExistingStore(options);
  try {
    const { book } = pricesOf(config, options);
    const answer = await capacity({ store, book, config, now }, request, rows);
    print(
      options,
      () => capacityJson(answer),
      () => text(answer),
    );
    return EXIT.done;
  } finally {
    await store?.close();
  }
}

function readDemand(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--demand ${path}: cannot be read`, { cause: error });
  }
}

function text(answer: Capacity): string {
  const { plan, candidates, existing } = answer;
  const parts = plan ? planText(plan) : [candidatesText(candidates)];
  if (existing.length > 0) parts.push(`Units you have\n${existingText(existing)}`);
  return parts.join('\n\n');
}

function planText(plan: CapacityPlan): string[] {
  const { observed, minutes, best } = plan;
  const span = observed
    ? `${isoInstant(observed.from)} to ${isoInstant(observed.to)} (UTC)`
    : minutes > 0
      ? `${groupThousands(minutes)} minutes`
      : 'no demand';
  const parts = [
    `${plan.modelId} in ${plan.region}${plan.account ? `, account ${plan.account}` : ''}: ${span}`,
    plan.breakEvens
      .map(({ commitment, utilization, ofDemand }) => {
        const own = ofDemand === null ? '' : `; ${percent(ofDemand)} at this demand's own mix`;
        return `Break-even (${commitment}): a unit ${percent(utilization)} full costs what on demand does${own}`;
      })
      .join('\n'),
  ];
  if (best && minutes > 0) {
    parts.push(
      best.units === 0
        ? `On demand is cheapest: ${formatUsd(plan.onDemandCost)}`
        : `${best.units} ${best.units === 1 ? 'unit' : 'units'} (${best.commitment}) would have saved ${formatUsd(best.saving)} of ${formatUsd(best.onDemandCost)}: ${formatUsd(perMonth(best.saving, minutes))} a month at this rate`,
      optionsText(plan.options, best),
    );
  }
  const [reserved] = plan.reserved;
  const others = plan.alternatives.map(({ kind, answer, reason }) =>
    reason === null
      ? `${kind}: ${formatUsd(answer.total.costAs)} for ${formatUsd(answer.total.cost)} of it`
      : `${kind}: ${reason}`,
  );
  if (reserved) {
    others.unshift(
      `reserved tier, ${reserved.term}, ${reserved.inputKtpm}k in + ${reserved.outputKtpm}k out a minute: ${formatUsd(reserved.totalCost)} for ${formatUsd(reserved.onDemandCost)}`,
    );
  }
  if (others.length > 0) parts.push(`Beside it\n${others.join('\n')}`);
  parts.push(plan.warnings.map((warning) => `Note: ${warning}`).join('\n'));
  parts.push(plan.assumptions.map((assumption) => `Assumed: ${assumption}`).join('\n'));
  return parts.filter((part) => part !== '');
}

const percent = (share: number | null): string =>
  share === null ? UNKNOWN : `${(100 * share).toFixed(1)} %`;
/** A terminal shows the first units, the best, and no more of a long list. */
const SHOWN = 12;

function optionsText(options: readonly CapacityOption[], best: CapacityOption): string {
  const near = options.filter(({ units }, i) => i < SHOWN || Math.abs(units - best.units) <= 1);
  const columns: Column<CapacityOption>[] = [
    { title: '', cell: (o) => (o.units === best.units && o.commitment === best.commitment ? '>' : '') },
    { title: 'units', align: 'right', cell: (o) => String(o.units) },
    { title: 'commitment', cell: (o) => o.commitment },
    { title: 'units cost', align: 'right', cell: (o) => formatUsd(o.unitCost) },
    { title: 'on demand', align: 'right', cell: (o) => formatUsd(o.spillCost) },
    { title: 'total', align: 'right', cell: (o) => formatUsd(o.totalCost) },
    { title: 'saving', align: 'right', cell: (o) => formatUsd(o.saving) },
    { title: 'full', align: 'right', cell: (o) => percent(o.utilization) },
  ];
  return renderTable(columns, near);
}

function candidatesText(candidates: readonly Candidate[]): string {
  if (candidates.length === 0) return 'Nothing was called on demand in this time.';
  const table = renderTable<Candidate>(
    [
      { title: 'account', cell: (one) => one.account },
      { title: 'Region', cell: (one) => one.region },
      { title: 'model', cell: (one) => one.model },
      { title: 'calls', align: 'right', cell: (one) => formatCount(one.invocations) },
      { title: 'on demand', align: 'right', cell: (one) => formatUsd(one.cost) },
    ],
    candidates.slice(0, SHOWN),
  );
  return `${table}\n\nLook at one with --model and --region`;
}

function existingText(existing: readonly UnitUse[]): string {
  return renderTable<UnitUse>(
    [
      { title: 'name', cell: ({ owned }) => owned.name ?? owned.arn },
      { title: 'Region', cell: ({ owned }) => owned.region },
      { title: 'model', cell: ({ owned }) => owned.model ?? UNKNOWN },
      { title: 'units', align: 'right', cell: ({ owned }) => String(owned.units) },
      { title: 'calls', align: 'right', cell: (use) => formatCount(use.calls) },
      { title: 'idle hours', align: 'right', cell: (use) => `${use.idleHours} of ${use.hours}` },
      { title: 'idle cost', align: 'right', cell: (use) => formatUsd(use.idleCost) },
      {
        title: 'commitment',
        cell: ({ owned }) =>
          owned.commitmentEnds === null
            ? owned.commitment
            : `${owned.commitment}, to ${isoInstant(owned.commitmentEnds)}`,
      },
    ],
    existing,
  );
}
