/**
 * What the wide logs do not bring: metrics by minute and, before, by hour, listings of quotas, and demand by minute, at the
 * rates of a hundred million calls in thirteen months. The logs are a sample of those calls, so that most of what metrics
 * see is dark: more work than a real account gives.
 * @module
 */
import { accountId, regionId } from '../../src/domain/ids.ts';
import type { MetricData, MetricPoint } from '../../src/domain/metric.ts';
import { type EpochMinute, epochSeconds } from '../../src/domain/time.ts';
import { Labels } from '../../src/store/sqlite/labels.ts';
import { newMinute } from '../../src/store/sqlite/measures.ts';
import { openDatabase } from '../../src/store/sqlite/open.ts';
import { Rollups } from '../../src/store/sqlite/rollups.ts';
import { Skus } from '../../src/store/sqlite/skus.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { QUOTAS } from '../aws-simulator/server/service-quotas/table.ts';
import { Random } from '../aws-simulator/world/random.ts';
import { say } from './report.ts';
import { WIDE_END, WIDE_MODELS, WIDE_PLACES, WIDE_SERIES } from './wide-logs.ts';

const DAY = 86_400;
const CALLS_A_MINUTE = 100e6 / (395 * 1440);
/** Of one model in one account and Region, and of one caller of one model. */
const BY_MODEL = CALLS_A_MINUTE / (WIDE_MODELS.length * WIDE_PLACES.length);
const BY_CALLER = CALLS_A_MINUTE / WIDE_SERIES;
/** Minutes by caller are kept so long, and those of metrics. */
const MINUTE_DAYS = 16;
/** The running month and the one before. */
const HOUR_DAYS = 62;
const DEMAND_DAYS = 31;

/** Tokens of an average call, by the metric that counts them. */
const METRICS: Readonly<Record<string, number>> = {
  Invocations: 1,
  InputTokenCount: 2500,
  OutputTokenCount: 1000,
  CacheReadInputTokens: 10_000,
  CacheWriteInputTokens: 500,
  EstimatedTPMQuotaUsage: 8000,
};

/** Adds them to a store that holds the wide logs. */
export async function fillMinutes(path: string): Promise<void> {
  say('adding metrics, quotas and minutes …');
  await fillListings(path);
  fillDemand(path);
}

async function fillListings(path: string): Promise<void> {
  const store = openSqliteStore(path);
  const now = epochSeconds(WIDE_END - 60);
  for (const { account, region } of WIDE_PLACES) {
    for (const kind of ['quota-applied', 'quota-default']) {
      const at = epochSeconds(WIDE_END - HOUR_DAYS * DAY);
      const items = QUOTAS.map(({ code, name, adjustable, value: [value] }) => ({
        id: code,
        body: { code, name, value, adjustable },
      }));
      await store.putSnapshot({ account, region, kind, at, items });
    }
    for (const model of WIDE_MODELS) {
      for (const [metric, amount] of Object.entries(METRICS)) {
        await store.putMetrics({ data: [metricOf(account, region, model, metric, amount)] });
      }
    }
    for (const collector of ['metrics', 'quotas']) {
      await store.noteAttempt({ source: { collector, account, region }, at: now, error: null, hint: null });
    }
  }
  await store.close();
}

function metricOf(
  account: string,
  region: string,
  model: string,
  metric: string,
  amount: number,
): MetricData {
  const random = new Random(`${account} ${region} ${model} ${metric}`);
  const points: MetricPoint[] = [];
  const add = (from: number, to: number, period: number) => {
    for (let at = from; at < to; at += period) {
      const calls = random.poisson((BY_MODEL * period) / 60);
      // CloudWatch has no point where nothing was called.
      if (calls > 0) points.push({ at: epochSeconds(at), period, value: Math.round(calls * amount) });
    }
  };
  const minutes = WIDE_END - MINUTE_DAYS * DAY;
  add(WIDE_END - HOUR_DAYS * DAY, minutes, 3600);
  add(minutes, WIDE_END, 60);
  return {
    series: {
      ...{ account: accountId(account), region: regionId(region), namespace: 'AWS/Bedrock', metric },
      ...{ dimensions: { ModelId: model }, statistic: 'Sum' },
    },
    points,
  };
}

interface Known {
  readonly id: number;
  readonly place: number;
  readonly model_ref: number;
}

function fillDemand(path: string): void {
  const db = openDatabase(path);
  const rollups = new Rollups(db, new Skus(db, new Labels(db)));
  const series = db
    .prepare<[], Known>(
      `SELECT s.id, p.id AS place, s.model_ref FROM series s
       JOIN place p ON p.account = s.account AND p.region = s.region ORDER BY s.id`,
    )
    .all();
  const pairs = new Map(series.map((one) => [`${one.place}/${one.model_ref}`, one]));
  const random = new Random('demand');
  const add = (days: number, mean: number, write: (minute: EpochMinute, calls: number) => void) => {
    for (let minute = (WIDE_END - days * DAY) / 60; minute < WIDE_END / 60; minute++) {
      const calls = random.poisson(mean);
      if (calls > 0) write(minute as EpochMinute, calls);
    }
  };
  const fill = db.transaction(() => {
    for (const { id } of series) {
      add(MINUTE_DAYS, BY_CALLER, (minute, calls) => rollups.addMinute(minute, id, minuteOf(calls)));
    }
    for (const { place, model_ref } of pairs.values()) {
      add(DEMAND_DAYS, BY_MODEL, (minute, calls) =>
        rollups.addDemand(place, model_ref, minute, minuteOf(calls)),
      );
    }
  });
  fill();
  db.close();
}

function minuteOf(calls: number): ReturnType<typeof newMinute> {
  const each = METRICS;
  return {
    ...newMinute(),
    calls,
    input: calls * (each.InputTokenCount ?? 0),
    output: calls * (each.OutputTokenCount ?? 0),
    cache_read: calls * (each.CacheReadInputTokens ?? 0),
    cache_write: calls * (each.CacheWriteInputTokens ?? 0),
    max_tokens: calls * 4096,
  };
}
