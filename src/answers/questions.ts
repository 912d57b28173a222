/**
 * The questions that take long enough to be asked elsewhere than where pages are made: each by a name, with a plain
 * request and a plain answer, so that both can be handed from one thread to another.
 * @module
 */
import type { CapacityRequest } from '../analysis/capacity/request.ts';
import type { WindowName } from '../analysis/quota/status.ts';
import type { DimensionFilter } from '../domain/dimension.ts';
import type { EpochSeconds, TimeRange } from '../domain/time.ts';
import { type AgentsRequest, agentsAnswer } from './agents.ts';
import { type AnomalyRequest, anomalies, anomalyBand } from './anomalies.ts';
import { budgets } from './budgets.ts';
import { capacity } from './capacity.ts';
import type { AnswerContext } from './context.ts';
import { coverage, spendCoverage } from './coverage.ts';
import type { CoverageRequest } from './coverage-request.ts';
import { type ForecastRequest, forecast } from './forecast.ts';
import { quotaFamilies } from './prometheus.ts';
import { type QuotaKey, quotaDetail } from './quota/detail.ts';
import type { QuotaRequest } from './quota/request.ts';
import { type QuotaParts, quotaAnswer } from './quota.ts';
import { type SavingsRequest, savingsAnswer } from './savings.ts';
import { type SessionRequest, sessionAnswer } from './session.ts';

export const QUESTIONS = {
  agents: (context: AnswerContext, request: AgentsRequest) => agentsAnswer(context, request),
  anomalies: (context: AnswerContext, request: AnomalyRequest) => anomalies(context, request),
  anomalyBand: (context: AnswerContext, request: AnomalyRequest) => anomalyBand(context, request),
  /** Of the configuration; nothing is asked. */
  budgets: (context: AnswerContext, _request: null) => budgets(context),
  capacity: (context: AnswerContext, request: CapacityRequest) => capacity(context, request),
  coverage: (context: AnswerContext, request: CoverageRequest) => coverage(context, request),
  forecast: (context: AnswerContext, request: ForecastRequest) => forecast(context, request),
  quota: (
    context: AnswerContext,
    { request, parts }: { readonly request: QuotaRequest; readonly parts: QuotaParts },
  ) => quotaAnswer(context, request, parts),
  quotaDetail: (context: AnswerContext, { quota, window, growth }: QuotaDetailRequest) =>
    quotaDetail(context, quota, window, { growth }),
  /** What `/metrics` says of quotas. */
  quotaFamilies: (context: AnswerContext, _request: null) => quotaFamilies(context),
  savings: (context: AnswerContext, request: SavingsRequest) => savingsAnswer(context, request),
  session: (context: AnswerContext, request: SessionRequest) => sessionAnswer(context, request),
  /** What only metrics saw, beside a question of `spend`. */
  spendCoverage: (
    context: AnswerContext,
    request: { readonly range: TimeRange; readonly where: readonly DimensionFilter[] },
  ) => spendCoverage(context, request),
} as const;

export interface QuotaDetailRequest {
  readonly quota: QuotaKey;
  readonly window: WindowName;
  readonly growth: boolean;
}

type Questions = typeof QUESTIONS;
export type QuestionName = keyof Questions;
export type RequestOf<N extends QuestionName> = Parameters<Questions[N]>[1];
export type AnswerOf<N extends QuestionName> = Awaited<ReturnType<Questions[N]>>;

/** `later`: nobody waits for it; what a person asks goes first. */
export type Urgency = 'now' | 'later';

export interface Given<N extends QuestionName> {
  readonly answer: AnswerOf<N>;
  /** Its size when written down; 0 where nobody has measured it. */
  readonly bytes: number;
}

/** Answers questions somewhere: here, or on a thread of its own. */
export interface HeavyAnswers {
  /**
   * Answers as of `now`.
   * @throws UsageError for what cannot be asked; MeterError when it cannot be answered at this time
   */
  ask<N extends QuestionName>(
    name: N,
    request: RequestOf<N>,
    now: EpochSeconds,
    urgency?: Urgency,
  ): Promise<Given<N>>;
}

/** Answers one question from a context. */
export function answerQuestion<N extends QuestionName>(
  name: N,
  request: RequestOf<N>,
  context: AnswerContext,
): Promise<AnswerOf<N>> {
  // TypeScript cannot know that the function under a name takes the request of that name.
  const question = QUESTIONS[name] as (context: AnswerContext, request: RequestOf<N>) => Promise<AnswerOf<N>>;
  return question(context, request);
}

/** Answers where it is asked, from what there is at that moment. */
export function answersHere(contextNow: () => Omit<AnswerContext, 'now'>): HeavyAnswers {
  return {
    ask: async (name, request, now) => ({
      answer: await answerQuestion(name, request, { ...contextNow(), now }),
      bytes: 0,
    }),
  };
}
