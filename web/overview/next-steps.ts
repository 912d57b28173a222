/**
 * What to look at next, one line a question: what will throttle, what would be cheaper, how the month will end, what is
 * unusual. Each from the answer that its page shows. Pure.
 * @module
 */
import { percent } from '../../src/analysis/quota/notes.ts';
import type { Anomalies } from '../../src/answers/anomalies.ts';
import type { BudgetAnswer } from '../../src/answers/budgets.ts';
import type { Forecast } from '../../src/answers/forecast.ts';
import type { QuotaAnswer, QuotaRow } from '../../src/answers/quota.ts';
import type { SavingsAnswer } from '../../src/answers/savings.ts';
import { formatCount, formatUsd } from '../../src/domain/format.ts';
import { addUsd, ZERO_USD } from '../../src/domain/money.ts';
import { type EpochSeconds, SECONDS_PER_DAY } from '../../src/domain/time.ts';
import { monthName, spanText } from '../format/moment.ts';
import { visible } from '../format/visible.ts';
import { fullness, nextToThrottle } from '../quotas/figures.ts';
import { quotaKind, quotaTitle, STATE_WORDS } from '../quotas/words.ts';
import type { DarkUsage } from './dark.ts';
import type { Words } from './sentence.ts';

export interface NextStep {
  readonly id: 'throttle' | 'cheaper' | 'month' | 'unusual';
  readonly question: string;
  /** Null: its answer is not there yet. */
  readonly answer: readonly Words[] | null;
  readonly href: string;
  /** Whether somebody should do something about it. */
  readonly urgent: boolean;
}

/** Kept answers; null is one that is not there. */
export interface NextAnswers {
  readonly quota: QuotaAnswer | null;
  /** The row of the quota that is next, with its growth. */
  readonly next: QuotaRow | null;
  readonly savings: SavingsAnswer | null;
  readonly forecast: Forecast | null;
  readonly budgets: readonly BudgetAnswer[] | null;
  readonly anomalies: Anomalies | null;
  /** Of the range that the page shows. */
  readonly dark: DarkUsage | null;
}

/** Savings of fewer days are a poor month. */
const FEW_DAYS = 7;

export function nextSteps(answers: NextAnswers, nameOf: ScopeName, now: EpochSeconds): NextStep[] {
  return [throttle(answers), cheaper(answers), month(answers, now), unusual(answers, nameOf)];
}

/** `principal app`, `model Claude Haiku 4.5`, in words. */
export type ScopeName = (scope: Anomalies['incidents'][number]['scope']) => string;

function throttle({ quota, next }: NextAnswers): NextStep {
  const step = { id: 'throttle', question: 'What will throttle next', urgent: false } as const;
  if (quota === null) return { ...step, answer: null, href: '/quotas' };
  const row = nextToThrottle(quota);
  const holds = quota.rows.filter((one) => one.state === 'hold').length;
  const held: Words[] =
    holds === 0 ? [] : ['; ', { strong: `${holds} on hold` }, ', where every call is refused'];
  if (row === null) {
    const answer = ['No quota was drawn on in the last week', ...held];
    return { ...step, answer, href: '/quotas', urgent: holds > 0 };
  }
  const { account, region, state } = row;
  const href = `/quotas/${encodeURIComponent(row.quota.code)}?${new URLSearchParams({ account, region })}`;
  const pressing = state === 'throttling' || state === 'critical';
  const share = fullness(row, quota.window);
  const full: Words[] = share === null ? [] : [', at ', { strong: percent(share) }, ' of its limit'];
  return {
    ...{ ...step, href, urgent: pressing || holds > 0 },
    answer: [
      { name: visible(quotaTitle(row)) },
      ` (${visible(quotaKind(row))}, ${region})`,
      ...full,
      ...(pressing ? [': ', { strong: STATE_WORDS[state].toLowerCase() }] : []),
      ...ahead(next),
      ...held,
    ],
  };
}

/** When growth fills it, or how likely it is reached soon. */
function ahead(row: QuotaRow | null): Words[] {
  if (row === null) return [];
  const { timeToThrottle, probability } = row;
  if (timeToThrottle !== null && typeof timeToThrottle !== 'string') {
    const { days, low, high } = timeToThrottle;
    const to = high === null ? 'years' : `${Math.round(high)}`;
    return ['; full by growth in ', { strong: `${Math.round(days)} days` }, ` (${Math.round(low)} to ${to})`];
  }
  if (probability === null || probability.day === null) return [];
  return [`; ${percent(probability.day)} likely to reach it within a day`];
}

function cheaper({ savings }: NextAnswers): NextStep {
  const step = { id: 'cheaper', question: 'What would be cheaper', urgent: false, href: '/savings' } as const;
  if (savings === null) return { ...step, answer: null };
  const priced = savings.findings.filter(({ usdPerMonth }) => usdPerMonth !== null);
  const [first] = priced;
  if (first === undefined) return { ...step, answer: ['Nothing found that would save $1 a month'] };
  const more = priced.length - 1;
  const rest = more === 0 ? '' : `; ${more} more, ${formatUsd(savings.usdPerMonth)} in all at most`;
  const rough =
    savings.seconds < FEW_DAYS * SECONDS_PER_DAY ? `, from ${spanText(savings.seconds)} of data` : '';
  return {
    ...{ ...step, href: '/savings#cheaper' },
    answer: [
      { strong: `${formatUsd(first.usdPerMonth)} ${first.over === 'once' ? 'once' : 'a month'}` },
      `: ${visible(first.title)}${rest}${rough}`,
    ],
  };
}

function month({ forecast, budgets }: NextAnswers, now: EpochSeconds): NextStep {
  const step = { id: 'month', question: 'How the month will end', href: '/forecast' } as const;
  if (forecast === null) return { ...step, urgent: false, answer: null };
  const { total, request } = forecast;
  const name = monthName(request.period.from, now);
  const broken = (budgets ?? []).filter(
    ({ state }) => state.percent >= 100 || (state.forecastPercent ?? 0) >= 100,
  );
  const over =
    broken.length === 0
      ? ''
      : `; ${broken.length === 1 ? 'one budget is' : `${broken.length} budgets are`} spent or on the way there`;
  const urgent = broken.length > 0;
  if (total.forecast === null) {
    const why = total.reason === null ? '' : `: ${visible(total.reason)}`;
    if (total.actual === null) return { ...step, urgent, answer: [`No forecast of ${name}${why}${over}`] };
    return {
      ...{ ...step, urgent },
      answer: [{ strong: formatUsd(total.actual) }, ` so far in ${name}, no forecast${why}${over}`],
    };
  }
  const { low, mid, high } = total.forecast;
  const interval = `, between ${formatUsd(low)} and ${formatUsd(high)} in eight of ten futures`;
  return {
    ...{ ...step, urgent },
    answer: [`${name} is heading for `, { strong: formatUsd(mid) }, `${interval}${over}`],
  };
}

function unusual({ anomalies, dark }: NextAnswers, nameOf: ScopeName): NextStep {
  const step = { id: 'unusual', question: 'What is unusual', href: '/anomalies', urgent: false } as const;
  if (anomalies === null) return { ...step, answer: null };
  const open = anomalies.incidents.filter(({ ongoing }) => ongoing);
  const [first] = open;
  if (first !== undefined) {
    const perDay = open.map(({ usdPerDay }) => usdPerDay).reduce(addUsd, ZERO_USD);
    const many = open.length === 1 ? 'One incident goes on' : `${open.length} incidents go on`;
    return {
      ...{ ...step, urgent: true, href: `/anomalies#${first.id}` },
      answer: [
        `${many}, `,
        { strong: `${formatUsd(perDay)} a day` },
        ` above the expected; ${open.length === 1 ? 'it is' : 'the dearest is'} `,
        { name: nameOf(first.scope) },
      ],
    };
  }
  if (dark === null) return { ...step, answer: ['No incident goes on'] };
  const cost = dark.cost === null ? ', without a price' : `, about ${formatUsd(dark.cost)}`;
  return {
    ...{ ...step, href: '/coverage' },
    answer: [
      'No incident goes on; ',
      { strong: `${formatCount(dark.tokens)} tokens` },
      ` were seen only by metrics${cost}: nobody can be named for them`,
    ],
  };
}
