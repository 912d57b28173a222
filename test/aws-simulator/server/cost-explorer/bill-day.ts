/**
 * An account's bill for a UTC day: invocations, batch jobs, provisioned units, guardrails, the mantle endpoint,
 * and some services that have nothing to do with Bedrock.
 * @module
 */
import type { Source } from '../../world/accounts.ts';
import { DAY, HOUR, iso } from '../../world/clock.ts';
import { provisionedIn } from '../bedrock/provisioned.ts';
import { Memo } from '../memo.ts';
import { entryOf } from '../pricing/rate.ts';
import { regionCodeOf } from '../pricing/usage-type.ts';
import type { Simulator } from '../simulator.ts';
import { emitGuardrails } from '../truth/metrics/guardrails.ts';
import { allSources } from '../truth/sources.ts';
import { billCall, billTokens } from './bill-calls.ts';
import { Bill, type BillLine } from './bill-line.ts';

const memos = new WeakMap<Simulator, Memo<readonly BillLine[]>>();
const KEPT_DAYS = 400;
/** Usage shows up with such a delay. */
export const BILLING_LAG = 14 * HOUR;

/** The lines of a day, as far as they are known at an instant in seconds. */
export function billOf(
  simulator: Simulator,
  account: string,
  dayStart: number,
  now: number,
): readonly BillLine[] {
  const until = Math.min(dayStart + DAY, now - BILLING_LAG);
  const from = Math.max(dayStart, simulator.world.history.from);
  if (until <= from) return [];
  const hours = { from: Math.ceil(from / HOUR), to: Math.floor(until / HOUR) };
  const memo = memos.get(simulator) ?? new Memo<readonly BillLine[]>(KEPT_DAYS);
  memos.set(simulator, memo);
  return memo.get(`${account} ${hours.from} ${hours.to}`, () => {
    const bill = new Bill();
    for (const source of allSources().filter((each) => each.account === account)) {
      for (let hour = hours.from; hour < hours.to; hour++) billHour(simulator, source, hour, bill);
    }
    billOthers(account, dayStart, bill);
    return bill.lines();
  });
}

function billHour(simulator: Simulator, source: Source, hour: number, bill: Bill): void {
  const { world } = simulator;
  const { account, region } = source;
  const day = iso(hour * HOUR).slice(0, 10);
  const code = regionCodeOf(region);
  /** @param perUnit how many of what is counted make one unit of the usage type */
  const flat = (usageType: string, count: number, picoEach: bigint, perUnit = 1n) => {
    if (count === 0) return;
    const quantityMicro = (BigInt(count) * 1_000_000n) / perUnit;
    const amount = { quantityMicro, pico: BigInt(count) * picoEach };
    bill.add({
      service: 'Amazon Bedrock',
      usageType: `${code}-${usageType}`,
      region,
      account,
      recordType: 'Usage',
      ...amount,
    });
  };
  for (const call of world.callsOf(hour, source)) billCall(call, day, bill);
  for (const job of world.batchJobs({ from: hour * HOUR - DAY, to: (hour + 1) * HOUR })) {
    const entry = entryOf(job.modelId);
    if (job.source !== source || Math.floor(job.endedAt / HOUR) !== hour || !entry) continue;
    const offer = { entry, region, global: false, tier: 'batch', longContext: false } as const;
    billTokens(offer, 'input', job.inputTokens, account, day, bill);
    billTokens(offer, 'output', job.outputTokens, account, day, bill);
  }
  for (const { creationTime, modelUnits, commitmentDuration } of provisionedIn({
    account,
    region,
    simulator,
  })) {
    if (Date.parse(creationTime) / 1000 > hour * HOUR) continue;
    const kind = commitmentDuration ? '1MonthCommit' : 'NoCommit';
    flat(
      `NovaPro-ProvisionedThroughput-${kind}-ModelUnits`,
      modelUnits,
      commitmentDuration ? 17_500_000_000_000n : 19_600_000_000_000n,
    );
  }
  for (const { model, input, output } of world.inferencesOf(hour, source)) {
    const [inRate, outRate] = model.startsWith('openai.') ? [150_000n, 600_000n] : [600_000n, 2_500_000n];
    flat(`${model}-mantle-input-tokens-standard`, input, inRate, 1000n);
    flat(`${model}-mantle-output-tokens-standard`, output, outRate, 1000n);
  }
  const units = guardrailUnits(simulator, source, hour);
  for (const policy of ['ContentPolicy', 'TopicPolicy']) {
    flat(`Guardrail-${policy}UnitsConsumed`, units.get(policy) ?? 0, 150_000_000n);
  }
}

/** Text units by policy. */
function guardrailUnits({ world, metrics }: Simulator, source: Source, hour: number): Map<string, number> {
  const units = new Map<string, number>();
  for (const call of world.callsOf(hour, source)) {
    emitGuardrails(call, 0, metrics.charsPerToken, (_namespace, metric, [dimension], { value }) => {
      const [name, policy = ''] = dimension ?? [];
      if (metric !== 'TextUnitCount' || name !== 'GuardrailPolicyType') return;
      units.set(policy, (units.get(policy) ?? 0) + value);
    });
  }
  return units;
}

/** What else an account pays for; tax on the first of the month. */
function billOthers(account: string, dayStart: number, bill: Bill): void {
  const region = 'us-east-1';
  const put = (service: string, usageType: string, pico: bigint, recordType: 'Usage' | 'Tax' = 'Usage') =>
    bill.add({ service, usageType, region, account, recordType, quantityMicro: 1_000_000n, pico });
  put('Amazon Simple Storage Service', 'TimedStorage-ByteHrs', 230_000_000_000n);
  put('AmazonCloudWatch', 'USE1-DataProcessing-Bytes', 510_000_000_000n);
  if (new Date(dayStart * 1000).getUTCDate() === 1) put('Tax', 'Tax', 4_200_000_000_000n, 'Tax');
}
