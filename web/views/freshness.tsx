/**
 * How far the data reach. Old data look like a quiet day, so it is said when nothing came for long.
 * @module
 */
import type { EpochSeconds } from '../../src/domain/time.ts';
import { clockText, dayText, momentText } from '../format/moment.ts';
import { Icon } from './icons.tsx';
import { Ago } from './moment.tsx';

/** Without a call for this long, the data count as old. */
const STALE_SECONDS = 3600;

export const isStale = (dataUpTo: EpochSeconds, now: EpochSeconds): boolean => now - dataUpTo > STALE_SECONDS;

export function Freshness({ dataUpTo, now }: { dataUpTo: EpochSeconds | null; now: EpochSeconds }) {
  if (dataUpTo === null) {
    return (
      <a class="fresh stale" href="/status">
        <Icon name="warning" /> No data yet
      </a>
    );
  }
  const stale = isStale(dataUpTo, now);
  const time = dayText(dataUpTo, now) === dayText(now, now) ? clockText(dataUpTo) : momentText(dataUpTo, now);
  return (
    <a class={stale ? 'fresh stale' : 'fresh'} href="/status">
      {stale && <Icon name="warning" />}
      <span>
        {stale ? 'Data end at' : 'Data up to'} {time} UTC
      </span>
      {now - dataUpTo < 86_400 && (
        <span class="muted">
          <Ago at={dataUpTo} now={now} />
        </span>
      )}
    </a>
  );
}
