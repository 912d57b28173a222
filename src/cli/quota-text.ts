/**
 * The answer of `quota` for the terminal.
 * @module
 */
import { likelihood, percent } from '../analysis/quota/notes.ts';
import type { ExplainAnswer } from '../answers/quota/explain.ts';
import { type QuotaAnswer, type QuotaRow, windowText } from '../answers/quota.ts';
import { formatCount, UNKNOWN } from '../domain/format.ts';
import { epochSeconds, isoInstant } from '../domain/time.ts';
import { renderTable } from './table.ts';

// Names from logs reach terminals: nothing in them may move the cursor, begin a line or change colours.
const plain = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd');

/** @param all also quotas that nothing drew on */
export function quotaText(answer: QuotaAnswer, all: boolean): string {
  const { rows, places, others, unidentified, window } = answer;
  if (places.length === 0) {
    return 'No quotas are known yet. They are read by the collector `quotas`: bedrock-meter collect --once';
  }
  const shown = rows.filter((row) => all || row.used || row.state === 'hold');
  const hidden = rows.length - shown.length;
  const parts = [
    `${windowText(window)} before the newest data; ${places.map(placeText).join('; ')}`,
    shown.length === 0 ? 'No quota was drawn on.' : table(shown, answer),
    shown.flatMap(remarks).map(plain).join('\n'),
    hidden > 0
      ? `${hidden} ${hidden === 1 ? 'quota' : 'quotas'} without traffic not shown (--all); ${others} more on other things`
      : '',
    unidentified.length > 0
      ? `No quota counts these ids, whose model is not known: ${unidentified.map(({ modelId }) => plain(modelId)).join(', ')}`
      : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

const placeText = ({ account, region, until }: QuotaAnswer['places'][number]): string =>
  `${account} ${region} ${until === null ? 'no data' : `up to ${isoInstant(epochSeconds(until * 60))}`}`;

function table(rows: readonly QuotaRow[], { window }: QuotaAnswer): string {
  const share = (value: number | null | undefined) => (value == null ? UNKNOWN : percent(value));
  const limit = ({ limit }: QuotaRow) => (limit === null ? UNKNOWN : formatCount(limit.value));
  return renderTable<QuotaRow>(
    [
      { title: 'state', cell: (row) => row.state },
      { title: 'quota', cell: (row) => row.quota.name },
      { title: 'account', cell: (row) => row.account },
      { title: 'Region', cell: (row) => row.region },
      { title: 'limit', align: 'right', cell: limit },
      { title: 'peak', align: 'right', cell: (row) => share(row.windows[window]?.utilization.peak) },
      { title: 'p99', align: 'right', cell: (row) => share(row.windows[window]?.utilization.p99) },
      { title: 'reserved', align: 'right', cell: (row) => share(row.windows[window]?.reserved?.peak) },
      {
        title: 'throttled',
        align: 'right',
        cell: (row) => formatCount(row.windows[window]?.throttledCalls ?? 0),
      },
      { title: 'code', cell: (row) => row.quota.code },
    ],
    rows,
  );
}

function remarks(row: QuotaRow): string[] {
  if (row.state === 'ok' && !isNear(row)) return [];
  const callers = (row.callers ?? [])
    .slice(0, 3)
    .map(({ principal, agent, share }) => `${agent ?? principal ?? '(none)'} ${percent(share)}`);
  const who = callers.length === 0 ? '' : `; callers: ${callers.join(', ')}`;
  const since = row.since === null ? '' : ` since ${isoInstant(row.since)}`;
  return [
    `${row.quota.code} ${row.account} ${row.region} ${row.state}${since}: ${row.why}${who}${soon(row)}${growth(row)}`,
  ];
}

/** Calm now, and yet one in ten to be reached within the day. */
const isNear = ({ probability }: QuotaRow): boolean =>
  Math.max(probability?.hour ?? 0, probability?.day ?? 0) >= 0.1;

/** Probabilities of reaching the limit, from one in a hundred. */
function soon({ probability }: QuotaRow): string {
  if (probability === null) return '';
  const parts = (['hour', 'day', 'week'] as const).flatMap((horizon) => {
    const p = probability[horizon];
    return p === null || p < 0.01 ? [] : [`${likelihood(p)} within the ${horizon}`];
  });
  return parts.length === 0 ? '' : `; probability of reaching the limit: ${parts.join(', ')}`;
}

function growth({ timeToThrottle: estimate }: QuotaRow): string {
  if (estimate === null || typeof estimate === 'string') return '';
  const { days, low, high, weeklyGrowth } = estimate;
  const to = high === null ? 'years' : `${Math.round(high)} days`;
  const pace = `growing ${percent(weeklyGrowth)} a week`;
  return `; ${pace}, full in about ${Math.round(days)} days (${Math.round(low)} days to ${to})`;
}

export function explainText({ names }: ExplainAnswer): string {
  const count = (status: string) => names.filter((name) => name.status === status).length;
  const lines = renderTable(
    [
      { title: 'status', cell: ({ status }: (typeof names)[number]) => status },
      { title: 'scope', cell: ({ parsed }) => parsed.scope ?? UNKNOWN },
      { title: 'metric', cell: ({ parsed }) => parsed.metric ?? UNKNOWN },
      { title: 'model', cell: ({ models }) => models.join(', ') || UNKNOWN },
      { title: 'name', cell: ({ name }) => name },
      { title: '', cell: ({ reason }) => reason ?? '' },
    ],
    names,
  );
  const counts = `${count('mapped')} mapped, ${count('ambiguous')} ambiguous, ${count('unmapped')} unmapped`;
  return `${lines}\n\n${counts}`;
}
