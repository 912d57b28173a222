/**
 * The questions of the query benchmark: what the dashboard's pages ask, over the last day and thirteen months.
 * @module
 */
import { WIDE_END } from './wide-logs.ts';

export interface Question {
  readonly name: string;
  readonly by: readonly ('day' | 'month' | 'hour' | 'modelId' | 'principal' | 'account')[];
  /** Days back from the end. */
  readonly days: number;
  readonly where?: { readonly dimension: 'modelId' | 'principal'; readonly value: string };
}

const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

export const QUESTIONS: readonly Question[] = [
  { name: 'overview: days by model, 30 days', by: ['day', 'modelId'], days: 30 },
  { name: 'top models, 13 months', by: ['modelId'], days: 395 },
  { name: 'top principals, 30 days', by: ['principal'], days: 30 },
  { name: 'hours by model, a week', by: ['hour', 'modelId'], days: 7 },
  {
    name: 'one model by principal, 13 months',
    by: ['principal'],
    days: 395,
    where: { dimension: 'modelId', value: MODEL },
  },
  { name: 'months by model, 13 months', by: ['month', 'modelId'], days: 395 },
  { name: 'accounts, 90 days', by: ['account'], days: 90 },
];

export const rangeOf = ({ days }: Question) => ({ from: WIDE_END - days * 86_400, to: WIDE_END });
