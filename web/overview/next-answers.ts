/**
 * What the overview says about other pages: only what is kept of their answers, so that it never waits for one.
 * @module
 */
import { parseForecastRequest } from '../../src/answers/forecast-request.ts';
import type { QuestionName, RequestOf } from '../../src/answers/questions.ts';
import { parseQuotaRequest } from '../../src/answers/quota.ts';
import { type EpochSeconds, epochSeconds, SECONDS_PER_HOUR } from '../../src/domain/time.ts';
import type { Kept, KeptAnswers } from '../answers/kept.ts';
import { queryName } from '../http/parameters.ts';
import { nextToThrottle } from '../quotas/figures.ts';
import { readPage } from '../routes/anomalies.ts';
import { growthQuestion } from '../routes/quotas.ts';
import { savingsQuestion } from '../routes/savings.ts';
import type { DarkUsage } from './dark.ts';
import type { NextAnswers } from './next-steps.ts';
import { parseOverviewRequest } from './request.ts';

export interface KeptNext {
  readonly answers: NextAnswers;
  /** Seconds since the oldest of them was asked. */
  readonly age: number;
}

/** The questions are those that the pages ask when they are opened from the navigation. */
export function peekNext(kept: KeptAnswers, now: EpochSeconds, dark: DarkUsage | null): KeptNext {
  let age = 0;
  const take = <N extends QuestionName>(found: Kept<N> | null) => {
    age = Math.max(age, found?.age ?? 0);
    return found?.answer ?? null;
  };
  const peek = <N extends QuestionName>(name: N, request: RequestOf<N>) => take(kept.peek(name, request));
  const quota = peek('quota', { request: parseQuotaRequest({}, queryName), parts: { growth: false } });
  const row = quota === null ? null : nextToThrottle(quota);
  const detail =
    row === null || quota === null ? null : peek('quotaDetail', growthQuestion(row, quota.window));
  // The week that is judged moves with the hour; until the new one is there, that of the hour before will do.
  const before = epochSeconds(now - SECONDS_PER_HOUR);
  const unusual = (at: EpochSeconds) => kept.peek('anomalies', unusualQuestion(at));
  const answers: NextAnswers = {
    ...{ quota, next: detail?.row ?? null, dark },
    savings: peek('savings', savingsQuestion(parseOverviewRequest(new URLSearchParams(), now))),
    forecast: peek('forecast', { ...parseForecastRequest({}, now, queryName), by: 'model' }),
    budgets: peek('budgets', null),
    anomalies: take(unusual(now) ?? unusual(before)),
  };
  return { answers, age };
}

const unusualQuestion = (now: EpochSeconds) => readPage('http://localhost/anomalies', now).question;
