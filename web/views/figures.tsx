/**
 * The figures under the sentence.
 * @module
 */
import type { Figure } from '../overview/figures.ts';
import { Icon } from './icons.tsx';

export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl class="figures">
      {figures.map(({ id, title, value, exact, note, mood, how }) => (
        <div class={`figure ${mood}`} id={`figure-${id}`}>
          <dt>
            {title}
            <details class="how">
              <summary aria-label={`How is this computed: ${title}`} title="How is this computed?">
                <Icon name="info" />
              </summary>
              <p>{how}</p>
            </details>
          </dt>
          <dd class="value" title={exact ?? undefined}>
            {value}
          </dd>
          <dd class="note">
            {mood === 'warning' && <Icon name="warning" />}
            {note}
          </dd>
        </div>
      ))}
    </dl>
  );
}
