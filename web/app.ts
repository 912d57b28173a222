/**
 * The dashboard and its API as one Hono app.
 * @module
 */
import { Hono } from 'hono';
import type { WebDeps } from './deps.ts';
import { requireAuth } from './http/auth.ts';
import { countAlarms } from './http/bell.ts';
import { onError, onNotFound } from './http/failures.ts';
import { securityHeaders } from './http/headers.ts';
import { agentRoutes } from './routes/agents.ts';
import { alarmRoutes } from './routes/alarms.ts';
import { anomalyRoutes } from './routes/anomalies.ts';
import { assetRoutes } from './routes/assets.ts';
import { capacityRoutes } from './routes/capacity.ts';
import { chartRoutes } from './routes/charts.ts';
import { coverageRoutes } from './routes/coverage.ts';
import { forecastRoutes } from './routes/forecast.ts';
import { healthRoutes } from './routes/health.ts';
import { loginRoutes } from './routes/login.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { overviewRoutes } from './routes/overview.ts';
import { quotaRoutes } from './routes/quotas.ts';
import { savingsRoutes } from './routes/savings.ts';
import { spendRoutes } from './routes/spend.ts';
import { statusRoutes } from './routes/status.ts';
import { whatIfRoutes } from './routes/whatif.ts';

export type { CollectorHealth, WebDeps } from './deps.ts';

/** Builds the app. It holds no state: everything shown comes from the store at the time of the request. */
export function createApp(deps: WebDeps): Hono {
  const app = new Hono();
  app.use(securityHeaders);
  app.onError(onError(deps));
  app.notFound(onNotFound);
  app.use(requireAuth(deps));
  app.route('/', healthRoutes(deps));
  app.use(countAlarms(deps));
  app.route('/', loginRoutes(deps));
  app.route('/', assetRoutes(deps));
  app.route('/', statusRoutes(deps));
  app.route('/', metricsRoutes(deps));
  app.route('/', spendRoutes(deps));
  app.route('/', chartRoutes(deps));
  app.route('/', agentRoutes(deps));
  app.route('/', alarmRoutes(deps));
  app.route('/', savingsRoutes(deps));
  app.route('/', whatIfRoutes(deps));
  app.route('/', capacityRoutes(deps));
  app.route('/', coverageRoutes(deps));
  app.route('/', quotaRoutes(deps));
  app.route('/', anomalyRoutes(deps));
  app.route('/', forecastRoutes(deps));
  app.route('/', overviewRoutes(deps));
  return app;
}
