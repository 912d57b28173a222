/**
 * One open alarm: what, who, how much, since when, and what to do.
 * @module
 */
import type { AlarmView } from '../../src/answers/alarms.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import type { Names } from '../format/label.ts';
import { Actions, Causes, Facts, Handled, Place, StateBadge, shown } from './alarm-parts.tsx';

export interface AlarmCardProps {
  readonly alarm: AlarmView;
  readonly names: Names;
  readonly now: EpochSeconds;
}

export function AlarmCard({ alarm, names, now }: AlarmCardProps) {
  const { id, observation } = alarm;
  return (
    <article class={`card alarm ${alarm.state} ${alarm.severity}`} aria-labelledby={`alarm-${id}`}>
      <header class="alarm-head">
        <h2 id={`alarm-${id}`}>
          <a href={`/alarms/${id}`}>{shown(observation.title, 160)}</a>
        </h2>
        <span class="alarm-place">
          <Place alarm={alarm} names={names} />
          <StateBadge alarm={alarm} />
        </span>
      </header>
      <Facts alarm={alarm} now={now} />
      <p class="alarm-why">{shown(observation.summary, 600)}</p>
      <Causes alarm={alarm} limit={3} />
      <p class="alarm-fix">
        <strong>What to do</strong> {shown(observation.fix, 600)}
      </p>
      <Handled alarm={alarm} now={now} />
      <footer class="alarm-foot">
        {observation.link.startsWith('/') && (
          <a class="button" href={observation.link}>
            Show the evidence
          </a>
        )}
        <Actions alarm={alarm} next="/alarms" />
      </footer>
    </article>
  );
}
