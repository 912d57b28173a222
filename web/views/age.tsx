/**
 * Says that an answer was computed a while ago: what is shown is never older than it looks.
 * @module
 */
import { Icon } from './icons.tsx';

/** Of a page whose answers are kept for a while. */
export interface Aged {
  /** Seconds since the oldest answer was asked; null: as good as new. */
  readonly age: number | null;
}

export function Age({ seconds, what }: { seconds: number; what: string }) {
  const minutes = Math.max(1, Math.round(seconds / 60));
  return (
    <ul class="remarks">
      <li>
        <Icon name="info" />
        <span>
          {what} was computed {minutes} {minutes === 1 ? 'minute' : 'minutes'} ago; a newer answer is being
          made. Load the page again to see it.
        </span>
      </li>
    </ul>
  );
}
