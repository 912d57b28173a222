/**
 * `/metrics` in the text format of Prometheus.
 * @module
 */
import { Hono } from 'hono';
import { Registry } from 'prom-client';
import { type CollectorSuccess, meterFamilies } from '../../src/answers/prometheus.ts';
import { parseInstant } from '../../src/domain/time.ts';
import type { KeptAnswers } from '../answers/kept.ts';
import { answersOf, type WebDeps } from '../deps.ts';
import { Counters, LabelCeiling } from '../prometheus/counters.ts';
import { processRegistry, registryOf } from '../prometheus/registry.ts';
import { mergeSources } from '../status/status.ts';

/** Quotas are worked out from days of minutes: so many seconds they are shown as they were. */
const QUOTA_SECONDS = 300;

/** What is kept between scrapes is what counters need, and quotas for a few minutes. */
export function metricsRoutes(deps: WebDeps, answers: KeptAnswers): Hono {
  const routes = new Hono();
  const counters = new Counters();
  const ceiling = new LabelCeiling((model) => deps.rater.knowsModel(model));
  /** Where they fail they are left out, and asked again the next time. */
  const quotas = () =>
    answers.fresh('quotaFamilies', null, { fresh: QUOTA_SECONDS }).catch((error: unknown) => {
      deps.onError?.(error);
      return [];
    });
  let process: Registry | undefined;

  routes.get('/metrics', async (c) => {
    const [meter, quota] = await Promise.all([
      meterFamilies(answersOf(deps), await collectorsOf(deps)),
      quotas(),
    ]);
    const families = [...meter.map((family) => counters.hold(ceiling.apply(family))), ...quota];
    process ??= processRegistry();
    const text = await Registry.merge([registryOf(families), process]).metrics();
    return c.body(text, 200, { 'Content-Type': Registry.PROMETHEUS_CONTENT_TYPE });
  });
  return routes;
}

async function collectorsOf({ store, collectors, now }: WebDeps): Promise<CollectorSuccess[]> {
  const sources = mergeSources(await store.sources(), collectors?.() ?? [], now());
  return sources.map(({ collector, account, region, lastSuccess }) => ({
    ...{ collector, account, region },
    lastSuccessAt: lastSuccess === null ? null : (parseInstant(lastSuccess) ?? null),
  }));
}
