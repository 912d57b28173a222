/**
 * What other analyses add to the monthly report: the same answers as on their pages, for the month.
 * @module
 */
import { anomalies } from '../../answers/anomalies.ts';
import { anomaliesJson } from '../../answers/anomalies-json.ts';
import { budgetJson, budgets } from '../../answers/budgets.ts';
import { existingJson } from '../../answers/capacity-json.ts';
import { unitUses } from '../../answers/capacity-units.ts';
import type { AnswerContext } from '../../answers/context.ts';
import { coverage } from '../../answers/coverage.ts';
import { coverageJson } from '../../answers/coverage-json.ts';
import { forecast, forecastJson } from '../../answers/forecast.ts';
import type { Month } from '../../answers/month.ts';
import { parseQuotaRequest, quotaAnswer, quotaJson } from '../../answers/quota.ts';
import { savingsAnswer, savingsJson } from '../../answers/savings.ts';
import { accountNames } from '../../config/account-names.ts';
import { epochSeconds } from '../../domain/time.ts';
import { anomalySection } from './anomaly-section.ts';
import { budgetSection } from './budget-section.ts';
import { commitmentSection } from './commitment-section.ts';
import { coverageSection, witnesses } from './coverage-section.ts';
import type { MonthMore } from './document.ts';
import { forecastSection } from './forecast-section.ts';
import { quotaSection } from './quota-section.ts';
import { savingsSection } from './savings-section.ts';

export interface More extends MonthMore {
  /** The same answers as JSON, by name. */
  readonly json: Readonly<Record<string, unknown>>;
}

/**
 * Asks as of the month's last second where it is over, so that the answers do not move with the time of asking.
 */
export async function moreSections(context: AnswerContext, month: Month): Promise<More> {
  const { range, closed } = month;
  const asOf: AnswerContext = closed ? { ...context, now: range.to } : context;
  const within: AnswerContext = closed ? { ...context, now: epochSeconds(range.to - 1) } : context;
  const everything = {
    asked: null,
    account: null,
    unitPrice: null,
    throughput: null,
    commitment: null,
    units: null,
  };
  const [found, seen, limits, units, spent, ahead, cheaper] = await Promise.all([
    anomalies(asOf, { range, where: [], band: null }),
    coverage(asOf, { range, account: null, region: null }),
    quotaAnswer(
      asOf,
      parseQuotaRequest({}, (key) => key),
      { growth: false },
    ),
    unitUses(context.store, asOf, { ...everything, range, countsCacheReads: true }, range),
    budgets(within),
    closed ? null : forecast(context, { period: range, by: null, where: [] }),
    savingsAnswer(asOf, { range, where: [] }),
  ]);
  const monthly = spent.filter(({ period }) => period === 'month');
  const accounts = accountNames(context.config.accounts);
  const gaps = coverageSection(seen, accounts);
  return {
    dark: seen.total.cost?.mid ?? null,
    witnesses: witnesses(seen),
    first: gaps === null ? [] : [gaps],
    last: [
      anomalySection(found),
      quotaSection(limits, accounts),
      commitmentSection(units),
      budgetSection(monthly, closed),
      ...(ahead === null ? [] : [forecastSection(ahead)]),
      savingsSection(cheaper),
    ],
    json: {
      coverage: coverageJson(seen),
      forecast: ahead && forecastJson(ahead),
      budgets: monthly.map(budgetJson),
      anomalies: anomaliesJson(found),
      quotas: quotaJson(limits),
      commitments: units.map(existingJson),
      savings: savingsJson(cheaper),
    },
  };
}
