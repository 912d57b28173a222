/**
 * Alarms: what needs somebody, then what was, then whether the watching is well.
 * @module
 */
import type { AlarmsAnswer } from '../../src/answers/alarms.ts';
import { figuresOf, sentenceOf } from '../alarms/model.ts';
import type { WebDeps } from '../deps.ts';
import { namesOf } from '../overview/names.ts';
import { AlarmCard } from './alarm-card.tsx';
import { shown } from './alarm-parts.tsx';
import { Ended, MoreOpen, Notifiers, Rules, Silences } from './alarms-tables.tsx';
import { Timeline } from './alarms-timeline.tsx';
import { Command } from './command.tsx';
import { Figures } from './figures.tsx';
import { Ago } from './moment.tsx';
import { shell } from './shell.tsx';

/** Open alarms that are shown with everything about them. */
const MOST_CARDS = 20;

export interface AlarmsPage {
  readonly deps: WebDeps;
  readonly answer: AlarmsAnswer;
  /** Whether every ended alarm that is kept is listed. */
  readonly all: boolean;
}

export function alarmsPage({ deps, answer, all }: AlarmsPage) {
  const { open, ended, now, evaluatedAt } = answer;
  const names = namesOf(deps.book, deps.config);
  return shell({
    deps,
    title: 'Alarms',
    active: 'alarms',
    barEnd: evaluatedAt !== null && (
      <span class={answer.watching ? 'muted' : 'fresh stale'}>
        Rules looked <Ago at={evaluatedAt} now={now} />
      </span>
    ),
    children: (
      <>
        <h1 class="answer">{shown(sentenceOf(answer))}.</h1>
        {evaluatedAt === null && <NotWatching />}
        <Figures figures={figuresOf(answer)} />
        <Timeline alarms={[...open, ...ended]} now={now} />
        {open.slice(0, MOST_CARDS).map((alarm) => (
          <AlarmCard {...{ alarm, names, now }} />
        ))}
        <MoreOpen alarms={open.slice(MOST_CARDS)} now={now} />
        <Ended alarms={ended} now={now} all={all} />
        <Silences {...{ silences: answer.silences, names, now }} />
        <Notifiers notifiers={answer.notifiers} now={now} />
        <Rules rules={answer.rules} now={now} firingByRule={answer.firingByRule} />
      </>
    ),
  });
}

function NotWatching() {
  return (
    <section class="card empty">
      <h2>Rules look while the daemon runs</h2>
      <p>Within a minute of its start every rule has looked once, and this page says what it saw:</p>
      <Command text="bedrock-meter serve" />
    </section>
  );
}
