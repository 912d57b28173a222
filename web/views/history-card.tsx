/**
 * How far the past has been read: a sentence and a bar while it goes on, a line when it is done.
 * @module
 */
import { groupThousands } from '../../src/domain/format.ts';
import { spanText } from '../format/moment.ts';
import { visible } from '../format/visible.ts';
import type { HistoryStatus } from '../status/history.ts';
import { Icon } from './icons.tsx';

export function HistoryCard({ history }: { history: HistoryStatus }) {
  const { status, share, sources } = history;
  const failed = sources.filter((source) => source.error !== null);
  return (
    <section class="card" aria-labelledby="history-title">
      <header class="card-head">
        <h2 id="history-title">History</h2>
      </header>
      <p class="card-text">{sentence(history)}</p>
      {status !== 'done' && (
        <p class="card-text">
          <progress class="history-bar" max={1} value={share} aria-label="History read">
            {percent(share)}
          </progress>
        </p>
      )}
      {failed.map(({ collector, account, region, error, hint }) => (
        <p class="card-text">
          <span class="state failed">
            <Icon name="warning" /> {visible(collector)} {account} {region}
          </span>{' '}
          {visible(error ?? '')}
          {hint !== null && <span class="muted"> {visible(hint)}</span>}
        </p>
      ))}
    </section>
  );
}

function sentence({ status, share, from, completeFrom, records, etaSeconds }: HistoryStatus): string {
  const found = `${groupThousands(records)} records found since the start`;
  if (status === 'done') return `Read back to ${day(from)} (UTC), newest day first. ${found}.`;
  const left = etaSeconds === null ? '' : `, about ${spanText(etaSeconds)} left`;
  return `${percent(share)} read${left}: complete from ${day(completeFrom)}, on the way back to ${day(from)} (UTC). ${found}.`;
}

const percent = (share: number): string => `${Math.floor(100 * share)}%`;
const day = (iso: string): string => iso.slice(0, 10);
