/**
 * What rules look for, in words; the name beside them is the one that the configuration has.
 * @module
 */
const WORDS: Readonly<Record<string, string>> = {
  agentSession: 'A session of an agent past its budget',
  anomaly: 'Unusual spend',
  budget: 'Budgets: spent, or on the way there',
  collectorStale: 'A source that is not read',
  commitment: 'Provisioned throughput that is idle or ends',
  darkUsage: 'Calls that no log tells of',
  errorRate: 'Calls that fail',
  guardrail: 'Guardrails that stop more than usual',
  latency: 'Slow calls',
  priceBookStale: 'Prices that are old',
  quota: 'Quotas that fill up',
  spendPerDay: 'Spend of a day',
  spendPerHour: 'Spend of an hour',
  throttleShare: 'Throttled calls',
  unpricedUsage: 'Usage without a price',
};

export const ruleWords = (rule: string): string => WORDS[rule] ?? rule;
