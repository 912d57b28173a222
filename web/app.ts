/**
 * The dashboard and its API as one Hono app.
 * @module
 */
import { Hono } from 'hono';
import { answersHere } from '../src/answers/questions.ts';
import { KeptAnswers } from './answers/kept.ts';
import type { WebDeps } from './deps.ts';
import { requireAuth } from './http/auth.ts';
import { countAlarms } from './http/bell.ts';
import { onError, onNotFound } from './http/failures.ts';
import { readFreshness } from './http/freshness.ts';
import { securityHeaders } from './http/headers.ts';
import { tableAsCsv } from './http/table-csv.ts';
import { agentRoutes } from './routes/agents.ts';
import { alarmRoutes } from './routes/alarms.ts';
import { anomalyRoutes } from './routes/anomalies.ts';
import { assetRoutes } from './routes/assets.ts';
import { capacityRoutes } from './routes/capacity.ts';
import { chartRoutes } from './routes/charts.ts';
import { coverageRoutes } from './routes/coverage.ts';
import { estimateRoutes } from './routes/estimate.ts';
import { exportRoutes } from './routes/export.ts';
import { forecastRoutes } from './routes/forecast.ts';
import { healthRoutes } from './routes/health.ts';
import { loginRoutes } from './routes/login.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { overviewRoutes } from './routes/overview.ts';
import { quotaRoutes } from './routes/quotas.ts';
import { reportRoutes } from './routes/reports.ts';
import { savingsRoutes } from './routes/savings.ts';
import { spendRoutes } from './routes/spend.ts';
import { statusRoutes } from './routes/status.ts';
import { whatIfRoutes } from './routes/whatif.ts';

export type { CollectorHealth, WebDeps } from './deps.ts';

/** Builds the app. It holds no state but answers of the last minutes: everything shown comes from the store. */
export function createApp(deps: WebDeps): Hono {
  const app = new Hono();
  const answers = deps.answers ?? keptHere(deps);
  app.use(securityHeaders);
  app.onError(onError(deps));
  app.notFound(onNotFound(deps));
  app.use(requireAuth(deps));
  app.route('/', healthRoutes(deps));
  app.use(countAlarms(deps));
  app.use(readFreshness(deps));
  app.use('/api/*', tableAsCsv);
  app.route('/', loginRoutes(deps));
  app.route('/', assetRoutes(deps));
  app.route('/', statusRoutes(deps));
  app.route('/', metricsRoutes(deps, answers));
  app.route('/', spendRoutes(deps, answers));
  app.route('/', chartRoutes(deps));
  app.route('/', agentRoutes(deps, answers));
  app.route('/', alarmRoutes(deps));
  app.route('/', savingsRoutes(deps, answers));
  app.route('/', whatIfRoutes(deps));
  app.route('/', exportRoutes(deps));
  app.route('/', estimateRoutes(deps));
  app.route('/', reportRoutes(deps));
  app.route('/', capacityRoutes(deps, answers));
  app.route('/', coverageRoutes(deps, answers));
  app.route('/', quotaRoutes(deps, answers));
  app.route('/', anomalyRoutes(deps, answers));
  app.route('/', forecastRoutes(deps, answers));
  app.route('/', overviewRoutes(deps, answers));
  return app;
}

/** Answers computed where requests are answered, from what is in force when they are asked. */
function keptHere(deps: WebDeps): KeptAnswers {
  const heavy = answersHere(() => {
    const { store, book, rater, config } = deps;
    return { store, book, rater, config };
  });
  return new KeptAnswers({ heavy, now: deps.now, onError: deps.onError });
}
