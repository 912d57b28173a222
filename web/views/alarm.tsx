/**
 * One alarm with its history.
 * @module
 */
import type { AlarmView } from '../../src/answers/alarms.ts';
import type { AlarmEvent } from '../../src/domain/alarm.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import type { WebDeps } from '../deps.ts';
import { momentText } from '../format/moment.ts';
import { namesOf } from '../overview/names.ts';
import { Actions, Causes, Facts, Handled, LabelValue, Place, StateBadge, shown } from './alarm-parts.tsx';
import { shell } from './shell.tsx';

export interface AlarmPage {
  readonly deps: WebDeps;
  readonly alarm: AlarmView;
  readonly events: readonly AlarmEvent[];
  readonly now: EpochSeconds;
}

const MOST_CAUSES = 20;

export function alarmPage({ deps, alarm, events, now }: AlarmPage) {
  const { id, rule, labels, observation } = alarm;
  const names = namesOf(deps.book, deps.config);
  return shell({
    deps,
    title: `Alarm ${id}`,
    active: 'alarms',
    bar: <a href="/alarms">All alarms</a>,
    children: (
      <>
        <h1 class="answer">{shown(observation.title)}.</h1>
        <section class={`card alarm ${alarm.state} ${alarm.severity}`} aria-label="Alarm">
          <header class="alarm-head">
            <StateBadge alarm={alarm} />
            <Place alarm={alarm} names={names} />
            <span class="muted">
              Alarm {id} · rule {rule} · data up to {momentText(observation.until, now)} UTC
            </span>
          </header>
          <Facts alarm={alarm} now={now} />
          <p class="alarm-why">{shown(observation.summary, 2000)}</p>
          <Causes alarm={alarm} limit={MOST_CAUSES} />
          <p class="alarm-fix">
            <strong>What to do</strong> {shown(observation.fix, 2000)}
          </p>
          <Handled alarm={alarm} now={now} />
          <footer class="alarm-foot">
            {observation.link.startsWith('/') && (
              <a class="button" href={observation.link}>
                Show the evidence
              </a>
            )}
            <Actions alarm={alarm} next={`/alarms/${id}`} />
          </footer>
        </section>
        <History events={events} now={now} />
        <section class="card" aria-labelledby="labels-title">
          <header class="card-head">
            <h2 id="labels-title">What is watched</h2>
          </header>
          <dl class="facts">
            {Object.entries(labels).map(([name, value]) => (
              <div>
                <dt>{shown(name, 60)}</dt>
                <dd>{value === '' ? '(none)' : <LabelValue {...{ name, value, names }} />}</dd>
              </div>
            ))}
          </dl>
          {alarm.state !== 'resolved' && (
            <p class="card-text">
              The same from the command line: <code>bedrock-meter alarms ack {id}</code>, and{' '}
              <code>bedrock-meter alarms silence --rule {rule}</code>
            </p>
          )}
        </section>
      </>
    ),
  });
}

const EVENT_WORDS: Readonly<Record<AlarmEvent['kind'], string>> = {
  seen: 'Seen',
  fired: 'Fired',
  escalated: 'Got worse',
  eased: 'Got better',
  acknowledged: 'Acknowledged',
  silenced: 'Silenced',
  told: 'Told',
  lost: 'Not delivered',
  resolved: 'Ended',
  recorded: 'Recorded as history',
};

function History({ events, now }: { events: readonly AlarmEvent[]; now: EpochSeconds }) {
  return (
    <section class="card" aria-labelledby="history-title">
      <header class="card-head">
        <h2 id="history-title">
          History <span class="utc">UTC</span>
        </h2>
      </header>
      <ol class="history">
        {events.map(({ at, kind, by, note }) => (
          <li class={kind}>
            <time>{momentText(at, now)}</time>
            <span>
              <strong>{EVENT_WORDS[kind]}</strong>
              {by === '' ? '' : ` by ${shown(by, 80)}`}
              {note === '' ? '' : ` — ${shown(note)}`}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
