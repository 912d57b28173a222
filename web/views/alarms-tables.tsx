/**
 * The tables under the alarms: those that ended, silences, notifiers, rules.
 * @module
 */
import type { Child } from 'hono/jsx';
import type { AlarmsAnswer, AlarmView } from '../../src/answers/alarms.ts';
import { UNKNOWN } from '../../src/domain/format.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import { ruleWords } from '../alarms/rule-words.ts';
import type { Names } from '../format/label.ts';
import { momentText, spanText } from '../format/moment.ts';
import { labelText, riskText, StateBadge, shown } from './alarm-parts.tsx';
import { CardLinks } from './card-links.tsx';
import { Icon } from './icons.tsx';
import { Ago } from './moment.tsx';
import { Count } from './numbers.tsx';

/** Columns of numbers, to the right. */
const NUMBERS: ReadonlySet<string> = new Set(['Firing', 'Waiting', 'Given up', 'At risk']);

interface TableProps {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly links?: Child;
  readonly text?: string;
  readonly children?: Child;
}

function Table({ id, title, columns, links, text, children }: TableProps) {
  return (
    <section class="card" aria-labelledby={`${id}-title`}>
      <header class="card-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {links}
      </header>
      {text !== undefined && <p class="card-text">{text}</p>}
      <section class="table-scroll" tabindex={0} aria-label={title}>
        <table>
          <caption class="visually-hidden">{title}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th scope="col" class={NUMBERS.has(column) ? 'number' : undefined}>
                  {column === '' ? <span class="visually-hidden">What can be done</span> : column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </section>
    </section>
  );
}

/** Open alarms that have no card of their own. */
export function MoreOpen({ alarms, now }: { alarms: readonly AlarmView[]; now: EpochSeconds }) {
  if (alarms.length === 0) return null;
  return (
    <Table id="more" title="More open alarms" columns={COLUMNS}>
      {alarms.map((alarm) => (
        <Row alarm={alarm} now={now} />
      ))}
    </Table>
  );
}

const COLUMNS = ['Alarm', 'State', 'Rule', 'Observed', 'Expected', 'Began', 'Lasted', 'At risk'] as const;

export function Ended({
  alarms,
  now,
  all,
}: {
  alarms: readonly AlarmView[];
  now: EpochSeconds;
  all: boolean;
}) {
  if (alarms.length === 0) return null;
  const links = (
    <>
      {!all && (
        <a class="button" href="/alarms?all=1">
          Show all
        </a>
      )}
      <CardLinks api={all ? '/api/alarms?all=1' : '/api/alarms'} table="alarms" what="alarms" />
    </>
  );
  return (
    <Table id="ended" title="Ended" links={links} columns={COLUMNS}>
      {alarms.map((alarm) => (
        <Row alarm={alarm} now={now} />
      ))}
    </Table>
  );
}

function Row({ alarm, now }: { alarm: AlarmView; now: EpochSeconds }) {
  return (
    <tr>
      <th scope="row" class="wrap">
        <a href={`/alarms/${alarm.id}`}>{shown(alarm.observation.title, 120)}</a>
      </th>
      <td>
        <StateBadge alarm={alarm} />
      </td>
      <td>
        <span title={ruleWords(alarm.rule)}>{alarm.rule}</span>
      </td>
      <td class="clause">{shown(alarm.observation.observed, 80)}</td>
      <td class="clause">{shown(alarm.observation.expected, 80)}</td>
      <td>
        <Ago at={alarm.observation.since} now={now} />
      </td>
      <td>{spanText((alarm.clearSince ?? alarm.resolvedAt ?? now) - alarm.observation.since)}</td>
      <td class="number">{riskText(alarm)}</td>
    </tr>
  );
}

export function Silences({
  silences,
  names,
  now,
}: Pick<AlarmsAnswer, 'silences' | 'now'> & { names: Names }) {
  if (silences.length === 0) return null;
  return (
    <Table
      id="silences"
      title="Silences"
      links={<CardLinks api="/api/alarms" table="silences" what="silences" />}
      columns={['What', 'Until', 'By', 'Reason', '']}
    >
      {silences.map(({ id, rule, labels, to, by, reason }) => (
        <tr>
          <th scope="row" class="wrap">
            {[
              rule ?? 'any rule',
              ...Object.entries(labels).map(
                ([name, value]) => `${name}=${shown(labelText(name, value, names), 80)}`,
              ),
            ].join(', ')}
          </th>
          <td>
            {momentText(to, now)} UTC ({spanText(to - now)})
          </td>
          <td>{shown(by, 60)}</td>
          <td class="wrap">{reason === '' ? UNKNOWN : shown(reason)}</td>
          <td>
            <form method="post" action={`/alarms/silences/${id}/end`}>
              <button type="submit">End</button>
            </form>
          </td>
        </tr>
      ))}
    </Table>
  );
}

export function Notifiers({ notifiers, now }: Pick<AlarmsAnswer, 'notifiers' | 'now'>) {
  if (notifiers.length === 0) {
    return (
      <section class="card empty">
        <h2>Nobody is told</h2>
        <p>
          Alarms are shown here only. To be told, put a Slack webhook into the configuration and try it with{' '}
          <code>bedrock-meter alarms test</code>:
        </p>
        <p class="command">
          <code>{'notifiers: [{ name: platform, type: slack, webhookUrl: ${SLACK_WEBHOOK_URL} }]'}</code>
        </p>
      </section>
    );
  }
  return (
    <Table
      id="notifiers"
      title="Notifiers"
      links={<CardLinks api="/api/alarms" table="notifiers" what="notifiers" />}
      columns={['Notifier', 'Kind', 'State', 'Waiting', 'Given up', 'Last message taken']}
    >
      {notifiers.map(({ name, type, queued, dead, error, lastDeliveredAt }) => (
        <tr>
          <th scope="row">{shown(name, 100)}</th>
          <td>{type}</td>
          <td class="wrap">
            {error === null ? (
              'OK'
            ) : (
              <span class="state failed">
                <Icon name="warning" /> {shown(error)}
              </span>
            )}
          </td>
          <td class="number">{queued}</td>
          <td class="number">{dead}</td>
          <td>
            {lastDeliveredAt === null ? (
              <span title="never">{UNKNOWN}</span>
            ) : (
              <Ago at={lastDeliveredAt} now={now} />
            )}
          </td>
        </tr>
      ))}
    </Table>
  );
}

export function Rules({ rules, now, firingByRule }: Pick<AlarmsAnswer, 'rules' | 'now' | 'firingByRule'>) {
  if (rules.length === 0) return null;
  return (
    <Table
      id="rules"
      title="Rules"
      links={<CardLinks api="/api/alarms" table="rules" what="rules" />}
      columns={['Rule', 'State', 'Firing', 'Looked']}
    >
      {rules.map(({ rule, at, error, blind }) => (
        <tr>
          <th scope="row">
            {ruleWords(rule)} <span class="id-detail">{rule}</span>
          </th>
          <td class="wrap">
            {error !== null ? (
              <span class="state failed">
                <Icon name="warning" /> Cannot be judged: {shown(error)}
              </span>
            ) : blind.length > 0 ? (
              <span class="state">
                <Icon name="info" />
                {`Waits for data${blind.some((labels) => Object.keys(labels).length === 0) ? '' : ` of ${blind.length} places`}`}
              </span>
            ) : (
              <span class="state">
                <Icon name="check" /> OK
              </span>
            )}
          </td>
          <td class="number">
            <Count value={firingByRule[rule] ?? 0} />
          </td>
          <td>
            <Ago at={at} now={now} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
