/**
 * Applications that exist only while their story runs.
 * @module
 */
import { lambda, users } from './callers.ts';
import type { Workload } from './workload.ts';

export const NOVEL_MODEL: Workload = {
  name: 'new-model-trial',
  source: 'engineeringWest',
  share: 0.04,
  rhythm: 'office-us',
  operation: 'Converse',
  model: 'novel',
  forms: { us: 1 },
  callers: users('lena', 'marcus'),
  prompt: { median: 1100, sigma: 0.8 },
  answer: { median: 500, sigma: 0.6 },
  system: 200,
  maxTokens: 4096,
};

export const FORECAST_BOT: Workload = {
  name: 'forecast-bot',
  source: 'shopWest',
  share: 0.004,
  rhythm: 'steady',
  operation: 'Converse',
  model: 'opus',
  forms: { us: 1 },
  callers: lambda('forecast-bot'),
  prompt: { median: 900, sigma: 0.4 },
  answer: { median: 200, sigma: 0.4 },
  system: 300,
  maxTokens: 2048,
  tags: { app: 'forecast-bot', team: 'merchandising', env: 'prod' },
  denied: true,
};

export const FRAUD_SCORER: Workload = {
  name: 'fraud-scorer',
  source: 'shopEast',
  share: 0,
  rhythm: 'steady',
  operation: 'InvokeModel',
  model: 'haiku45',
  forms: { us: 1 },
  callers: lambda('fraud-scorer'),
  prompt: { median: 540, sigma: 0.03 },
  answer: { median: 60, sigma: 0.1 },
  system: 400,
  maxTokens: 128,
  tags: { app: 'fraud-scorer', team: 'payments', env: 'prod' },
  everySeconds: 60,
};
