/**
 * The sentence and the figures of the quotas page.
 * @module
 */
import { percent } from '../../src/analysis/quota/notes.ts';
import type { QuotaAnswer, QuotaRow } from '../../src/answers/quota.ts';
import { formatCount, groupThousands, UNKNOWN } from '../../src/domain/format.ts';
import { labelOf, type Names } from '../format/label.ts';
import type { Figure } from '../overview/figures.ts';
import type { Words } from '../overview/sentence.ts';
import { quotaKind, quotaTitle, URGENT } from './words.ts';

/** The higher of what is settled and what is reserved, at its peak in the window. */
export function fullness(row: QuotaRow, window: QuotaAnswer['window']): number | null {
  const shown = row.windows[window];
  if (shown === null) return null;
  return Math.max(shown.utilization.peak, shown.reserved?.peak ?? 0);
}

export const isShown = (row: QuotaRow): boolean => row.used || row.state === 'hold';

const isPressing = ({ state }: QuotaRow): boolean =>
  state === 'throttling' || state === 'critical' || state === 'warn';

/** The quota that somebody should look at first: the most urgent one, else the fullest. Null where none is in use. */
export function nextToThrottle({ rows, window }: QuotaAnswer): QuotaRow | null {
  const used = rows.filter(({ used }) => used);
  const byShare = used.toSorted((a, b) => (fullness(b, window) ?? 0) - (fullness(a, window) ?? 0));
  return used.find(isPressing) ?? byShare[0] ?? null;
}

/** What a person reads first. */
export function quotaSentence(answer: QuotaAnswer, names: Names): Words[] {
  const { rows, window } = answer;
  const first = rows.find(isPressing);
  const holds = rows.filter(({ state }) => state === 'hold').length;
  if (first !== undefined) return [...urgent(first, names), ...more(rows, first)];
  const used = rows.filter(({ used }) => used);
  if (used.every(({ state }) => state === 'stale') && used.length > 0)
    return ['No quota can be judged: ', { strong: 'the data are old' }];
  const row = nextToThrottle(answer);
  if (row === null) return holds > 0 ? onHold(holds) : ['No quota was drawn on in the last week'];
  const share = fullness(row, window) ?? 0;
  const held: Words[] = holds > 0 ? ['; ', ...onHold(holds)] : [];
  const rest: Words[] = [' is the fullest, at ', { strong: percent(share) }, ...held, ...more(rows, row)];
  return [{ name: quotaTitle(row) }, ` (${quotaKind(row)}, ${row.region})`, ...rest];
}

function urgent(row: QuotaRow, names: Names): Words[] {
  const what: Words[] = [{ name: quotaTitle(row) }, ` (${quotaKind(row)}, ${row.region}) is `];
  const state = row.state === 'warn' ? 'filling up' : row.state;
  const caller = row.callers?.[0];
  const who: Words[] =
    caller === undefined
      ? []
      : ['; ', { strong: percent(caller.share) }, ' of it by ', { name: callerLabel(caller, names).text }];
  return [...what, { strong: state }, `: ${row.why}`, ...who];
}

/** Besides the one that is named, and those on hold. */
function more(rows: readonly QuotaRow[], named: QuotaRow): Words[] {
  const others = rows.filter((row) => row !== named && row.state !== 'hold' && URGENT.has(row.state)).length;
  return others > 0 ? [`. ${others} more ${others === 1 ? 'needs' : 'need'} a look`] : [];
}

const onHold = (count: number): Words[] => [
  { strong: `${count} ${count === 1 ? 'quota is' : 'quotas are'} on hold` },
  ': AWS applies 0, and every call is refused',
];

/** The agent that called, else the principal. */
export const callerLabel = (
  { agent, principal }: { agent: string | null; principal: string | null },
  names: Names,
) => (agent === null ? labelOf('principal', principal, names) : labelOf('agent', agent, names));

export function quotaFigures(answer: QuotaAnswer): Figure[] {
  const { rows, window, others } = answer;
  const plain = { exact: null, mood: 'plain' } as const;
  const count = (...states: string[]) => rows.filter(({ state }) => states.includes(state)).length;
  const used = rows.filter(({ used }) => used);
  const likely = rows.filter(({ likelyThrottle }) => likelyThrottle === true);
  const throttled = likely.reduce((sum, row) => sum + (row.windows[window]?.throttledCalls ?? 0), 0);
  const minutes = likely.reduce((sum, row) => sum + (row.windows[window]?.throttledMinutes ?? 0), 0);
  const shares = used.flatMap((row) => fullness(row, window) ?? []);
  const urgentCount = count('throttling', 'critical');
  const holds = count('hold');
  return [
    {
      ...{ ...plain, id: 'urgent', title: 'Throttling or critical', value: String(urgentCount) },
      note: `${count('warn')} at 80 %, ${count('watch')} at 50 %`,
      mood: urgentCount > 0 ? 'warning' : 'plain',
      how: 'Critical: a minute of the window at 95 % or more of the limit, settled or reserved, or a call refused in it. Throttling: a call refused in the last hour.',
    },
    {
      ...{ ...plain, id: 'fullest', title: 'Fullest minute' },
      value: shares.length === 0 ? UNKNOWN : percent(Math.max(...shares)),
      note: 'of its limit, settled or reserved',
      how: 'The highest minute of any quota as a share of its applied value. A request reserves its input, cached input and max_tokens when it starts; what it did not use is given back when it ends.',
    },
    {
      ...{ ...plain, id: 'throttled', title: 'Throttled calls', value: formatCount(throttled) },
      exact: groupThousands(throttled),
      note: `in ${formatCount(minutes)} ${minutes === 1 ? 'minute' : 'minutes'}`,
      mood: throttled > 0 ? 'warning' : 'plain',
      how: 'Calls refused in the window, as metrics or logs count them. Each attempt of a retried call counts.',
    },
    {
      ...{ ...plain, id: 'used', title: 'Quotas in use', value: String(used.length) },
      note: `of ${rows.length} on inference`,
      how: `Quotas that something drew on in the last eight days. AWS lists ${others} more, on other things than inference.`,
    },
    {
      ...{ ...plain, id: 'holds', title: 'On hold', value: String(holds) },
      note: 'applied value is 0',
      mood: holds > 0 ? 'warning' : 'plain',
      how: 'AWS applies 0 while the default is higher: every call is refused, and only AWS Support can change it.',
    },
    {
      ...{ ...plain, id: 'unmapped', title: 'Not judged', value: String(count('unmapped', 'stale')) },
      note: `${rows.filter(({ match }) => match.status === 'ambiguous').length} ambiguous`,
      how: 'Quotas whose name does not say for certain which model they limit, that cannot be computed from tokens, or without fresh data. Each says why; the configuration can name the models of a quota.',
    },
  ];
}
