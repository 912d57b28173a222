/**
 * How the numbers of one quota came about.
 * @module
 */
import { percent, spanOf } from '../../src/analysis/quota/notes.ts';
import type { QuotaRow } from '../../src/answers/quota.ts';
import { formatCount, groupThousands, UNKNOWN } from '../../src/domain/format.ts';
import { labelOf, type Names } from '../format/label.ts';
import { visible } from '../format/visible.ts';

export function QuotaHow({ row, names }: { row: QuotaRow; names: Names }) {
  const { match, settledBy, burndown, reservation, limit } = row;
  const counted = settledBy === null ? 0 : settledBy.native + settledBy.metrics + settledBy.logs;
  return (
    <section class="card" aria-labelledby="how-title">
      <header class="card-head">
        <h2 id="how-title">How this is computed</h2>
      </header>
      <dl class="facts">
        <Fact title="Name">
          {visible(row.quota.name)} ({row.quota.code})
        </Fact>
        <Fact title="Account">{labelOf('account', row.account, names).text}</Fact>
        <Fact title="Limits">
          {match.models.length === 0 ? (match.reason ?? UNKNOWN) : match.models.join(', ')}
          {match.by !== null && match.models.length > 0 && ` (known from the ${BY_WORDS[match.by]})`}
        </Fact>
        <Fact title="Shares are of">
          {limit === null
            ? 'nothing: no value is listed'
            : `the ${limit.of} value, ${groupThousands(limit.value)}`}
        </Fact>
        {settledBy !== null && counted > 0 && (
          <Fact title="Settled tokens">
            {percent(settledBy.native / counted)} of minutes by AWS's own count (EstimatedTPMQuotaUsage),{' '}
            {percent(settledBy.metrics / counted)} from other metrics, {percent(settledBy.logs / counted)}{' '}
            from logs
          </Fact>
        )}
        {burndown !== null && (
          <Fact title="Output counts">
            {burndown.rate} {burndown.rate === 1 ? 'time' : 'times'} ({burndown.source}
            {burndown.assumed && '; assumed for this model'})
          </Fact>
        )}
        {reservation !== null && (
          <Fact title="Reservations">
            {formatCount(Math.round(reservation.perCall))} tokens a call on average: the limit admits{' '}
            {formatCount(Math.floor(reservation.admittedPerMinute))} such calls a minute.
            {reservation.omitted > 0 && ` ${formatCount(reservation.omitted)} calls set no max_tokens.`}
            {reservation.unknown > 0 && ` The records of ${formatCount(reservation.unknown)} do not tell.`}
            {reservation.lowerBound && ' True reservations are higher than known.'}
          </Fact>
        )}
        {row.daily !== null && (
          <Fact title="The day">
            {formatCount(row.daily.rolling.used)} tokens in 24 hours, {formatCount(row.daily.midnight.used)}{' '}
            since midnight UTC
            {row.daily[row.daily.worse].exhaustedIn !== null &&
              `; exhausted in ${spanOf(row.daily[row.daily.worse].exhaustedIn ?? 0)} at this rate`}
          </Fact>
        )}
      </dl>
    </section>
  );
}

const BY_WORDS = {
  inventory: "account's own listing",
  catalogue: 'price catalogue',
  override: 'configuration',
} as const;

const Fact = ({ title, children }: { title: string; children?: unknown }) => (
  <div>
    <dt>{title}</dt>
    <dd>{children as string}</dd>
  </div>
);
