/**
 * What pages ask when they are opened from the navigation: asked beforehand, so that the first click is quick.
 * @module
 */
import { parseCapacityRequest } from '../../src/analysis/capacity/request.ts';
import { parseCoverageRequest } from '../../src/answers/coverage-request.ts';
import { parseForecastRequest } from '../../src/answers/forecast-request.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import { queryName } from '../http/parameters.ts';
import { parseOverviewRequest } from '../overview/request.ts';
import { askAgents } from '../routes/agents.ts';
import { askAnomalies, readPage } from '../routes/anomalies.ts';
import { askForecast } from '../routes/forecast.ts';
import { askNextToThrottle } from '../routes/quotas.ts';
import { askSavings } from '../routes/savings.ts';
import { canonical } from './canonical.ts';
import type { PageAnswers } from './kept.ts';

/** Asks one after the other; a question that fails does not keep the others from being asked. */
export async function askFirst(page: PageAnswers, now: () => EpochSeconds): Promise<void> {
  const overview = () => parseOverviewRequest(new URLSearchParams(), now());
  const questions: readonly (() => Promise<unknown>)[] = [
    () => {
      const { range, filters } = overview();
      return page.ask('spendCoverage', { range, where: filters });
    },
    () => askNextToThrottle(page),
    () => askAnomalies(page, readPage('http://localhost/anomalies', now()).question),
    () => askForecast(page, { ...parseForecastRequest({}, now(), queryName), by: 'model' }),
    () => askSavings(page, overview()),
    () => askAgents(page, overview()),
    () => page.ask('coverage', parseCoverageRequest({}, now(), queryName)),
    () => page.ask('capacity', parseCapacityRequest({}, now(), queryName), canonical({})),
  ];
  const failures: unknown[] = [];
  for (const question of questions) {
    try {
      await question();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
