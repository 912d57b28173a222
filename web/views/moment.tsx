/**
 * An instant: relative while young, in full on hover.
 * @module
 */
import { type EpochSeconds, isoInstant } from '../../src/domain/time.ts';
import { agoText } from '../format/moment.ts';

/** The client keeps the text up to date. */
export function Ago({ at, now }: { at: EpochSeconds; now: EpochSeconds }) {
  const iso = isoInstant(at);
  return (
    <time datetime={iso} title={`${iso.slice(0, 16).replace('T', ' ')} UTC`} data-ago>
      {agoText(at, now)}
    </time>
  );
}
