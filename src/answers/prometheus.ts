/**
 * What `/metrics` says: families of samples for Prometheus, as plain data. Labels are models, Regions, accounts, quotas
 * and rules, of which there are few; never principals, sessions, tags or request ids.
 * @module
 */
import type { QuotaWindow } from '../analysis/quota/status.ts';
import { costOf } from '../analysis/spend.ts';
import { NONE_LABEL } from '../domain/dimension.ts';
import type { UsageRow } from '../domain/measures.ts';
import { TOKEN_TYPES } from '../domain/quantities.ts';
import { type EpochSeconds, epochSeconds, monthOf, SECONDS_PER_DAY } from '../domain/time.ts';
import { VERSION } from '../domain/version.ts';
import type { AnswerContext } from './context.ts';
import { priceHealth } from './price-health.ts';
import { type QuotaRow, quotaAnswer } from './quota.ts';

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface MetricFamily {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly labels: readonly string[];
  readonly samples: readonly Sample[];
}

/** When a collector last ended well; null: never. */
export interface CollectorSuccess {
  readonly collector: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly lastSuccessAt: EpochSeconds | null;
}

/** Everything that was ever counted; a call with a wrong clock may lie in the future. */
const EVER = { from: epochSeconds(0), to: epochSeconds(Date.UTC(2100, 0, 1) / 1000) };
/** More open alarms than anybody has. */
const MOST_ALARMS = 10_000;
const NANO = 1e9;

/** Figures that roll-ups by month answer; a store that does not answer fails the whole. */
export async function meterFamilies(
  context: AnswerContext,
  collectors: readonly CollectorSuccess[],
): Promise<MetricFamily[]> {
  const { store, now } = context;
  const by = ['model', 'region'] as const;
  const [ever, month, alarms, rules, prices] = await Promise.all([
    store.usage({ range: EVER, by, where: [] }),
    store.usage({ range: monthOf(now), by, where: [] }),
    store.alarms({ open: true, limit: MOST_ALARMS }),
    store.ruleHealth(),
    priceHealth(context),
  ]);
  const firing = alarms.filter(({ phase }) => phase === 'firing');
  return [
    {
      ...{ name: 'bedrock_meter_tokens_total', type: 'counter', labels: ['model', 'region', 'type'] },
      help: 'Tokens of invocations since the first record, priced or not, failed calls included.',
      samples: ever.flatMap((row) =>
        TOKEN_TYPES.map((type) => ({ labels: { ...placeOf(row), type }, value: row[type] })),
      ),
    },
    {
      ...{
        name: 'bedrock_meter_unpriced_tokens_total',
        type: 'counter',
        labels: ['model', 'region', 'type'],
      },
      help: 'Tokens that had no price when they were counted or looked at; they are in no cost.',
      samples: ever.flatMap((row) =>
        Object.entries(UNPRICED).map(([type, key]) => ({
          labels: { ...placeOf(row), type },
          value: row[key],
        })),
      ),
    },
    {
      ...{ name: 'bedrock_meter_unpriced_tokens', type: 'gauge', labels: ['model', 'region'] },
      help: 'Tokens of the current UTC month that have no price now.',
      samples: month.map((row) => ({
        labels: placeOf(row),
        value: Object.values(UNPRICED).reduce((sum, key) => sum + row[key], 0),
      })),
    },
    {
      ...{ name: 'bedrock_meter_cost_usd_month_to_date', type: 'gauge', labels: ['model', 'region'] },
      help: 'Cost of the current UTC month, an estimate from the price book; absent where nothing has a price.',
      samples: month.flatMap((row) => {
        const cost = costOf(row);
        return cost === null ? [] : [{ labels: placeOf(row), value: Number(cost) / NANO }];
      }),
    },
    {
      name: 'bedrock_meter_collector_last_success_timestamp_seconds',
      ...{ type: 'gauge', labels: ['collector', 'account', 'region'] },
      help: 'When the collector last read its source to the end; absent: never.',
      samples: collectors.flatMap(({ collector, account, region, lastSuccessAt }) =>
        lastSuccessAt === null
          ? []
          : [{ labels: { collector, account: account ?? '', region: region ?? '' }, value: lastSuccessAt }],
      ),
    },
    {
      ...{ name: 'bedrock_meter_alerts_firing', type: 'gauge', labels: ['rule'] },
      help: 'Alarms that fire, acknowledged and silenced ones included.',
      samples: [...new Set([...rules, ...firing].map(({ rule }) => rule))].map((rule) => ({
        labels: { rule },
        value: firing.filter((alarm) => alarm.rule === rule).length,
      })),
    },
    {
      ...{ name: 'bedrock_meter_price_catalog_age_seconds', type: 'gauge', labels: [] },
      help: 'Whole days, in seconds, since the price list was last read, or else since the newest source of the catalogue.',
      samples: [{ labels: {}, value: prices.ageDays * SECONDS_PER_DAY }],
    },
    {
      ...{ name: 'bedrock_meter_build_info', type: 'gauge', labels: ['version'] },
      help: 'Always 1.',
      samples: [{ labels: { version: VERSION }, value: 1 }],
    },
  ];
}

const UNPRICED = {
  input: 'unpricedInput',
  output: 'unpricedOutput',
  cacheRead: 'unpricedCacheRead',
  cacheWrite: 'unpricedCacheWrite',
} as const satisfies Record<(typeof TOKEN_TYPES)[number], keyof UsageRow>;

const placeOf = ({ key: [model, region] }: UsageRow) => ({
  model: model ?? NONE_LABEL,
  region: region ?? NONE_LABEL,
});

const QUOTA_LABELS = ['account', 'region', 'model', 'quota', 'quota_name'] as const;

/** Quotas with traffic within eight days; those without data of the last hour are absent. Reads as much. */
export async function quotaFamilies(context: AnswerContext): Promise<MetricFamily[]> {
  const { rows } = await quotaAnswer(context, { window: 'hour' }, { growth: false, callers: false });
  const family = (
    name: string,
    help: string,
    of: (hour: QuotaWindow, row: QuotaRow) => number | undefined,
  ): MetricFamily => ({
    ...{ name, help, type: 'gauge', labels: QUOTA_LABELS },
    samples: rows.flatMap((row) => {
      const value = row.used && row.windows.hour !== null ? of(row.windows.hour, row) : undefined;
      return value === undefined ? [] : [{ labels: quotaLabels(row), value }];
    }),
  });
  return [
    family(
      'bedrock_meter_quota_utilization_ratio',
      'Share of the quota that the fullest minute of the last hour used; 1 is full.',
      (hour) => hour.utilization.peak,
    ),
    family(
      'bedrock_meter_quota_reserved_ratio',
      'Share of the quota that calls reserved when they began, at the fullest minute of the last hour.',
      (hour) => hour.reserved?.peak,
    ),
    family(
      'bedrock_meter_quota_breach_within_hour_ratio',
      'Probability that any minute of the next hour is at the quota, 0 to 1; absent where too little is known.',
      (_hour, { withinHour }) => withinHour ?? undefined,
    ),
  ];
}

function quotaLabels({ account, region, match, quota }: QuotaRow): Record<string, string> {
  return { account, region, model: match.models.join(','), quota: quota.code, quota_name: quota.name };
}
