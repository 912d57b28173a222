/**
 * Parts of alarms that several pages show: state, facts, causes, and the forms of what can be done.
 * @module
 */
import type { AlarmView } from '../../src/answers/alarms.ts';
import { formatUsd, UNKNOWN } from '../../src/domain/format.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import { labelOf, type Names } from '../format/label.ts';
import { momentText, spanText } from '../format/moment.ts';
import { shorten, visible } from '../format/visible.ts';
import { Icon } from './icons.tsx';
import { Identifier } from './identifier.tsx';
import { Ago } from './moment.tsx';

const STATE_WORDS: Readonly<Record<AlarmView['state'], string>> = {
  firing: 'Firing',
  acknowledged: 'Acknowledged',
  silenced: 'Silenced',
  pending: 'Pending',
  resolved: 'Ended',
};

/** Text of logs: visible, and no longer than a page bears. */
export const shown = (text: string, limit = 300): string => visible(shorten(text, limit));

export function StateBadge({ alarm }: { alarm: AlarmView }) {
  const { state, severity, pages } = alarm;
  return (
    <span class={`alarm-state ${state} ${severity}`}>
      <Icon name={state === 'firing' ? 'warning' : state === 'resolved' ? 'check' : 'info'} />
      {pages ? STATE_WORDS[state] : 'History'}
      {state !== 'resolved' && ` · ${severity}`}
    </span>
  );
}

/** The account and Region that an alarm is about; nothing where it is about all of them. */
export function Place({ alarm: { labels }, names }: { alarm: AlarmView; names: Names }) {
  const { account = '', region = '' } = labels;
  const who = account === '' ? '' : labelOf('account', account, names).text;
  const place = [who, region].filter((part) => part !== '').map((part) => shown(part, 80));
  if (place.length === 0) return null;
  return (
    <span class="muted" title={account === '' ? undefined : shown(account, 80)}>
      {place.join(', ')}
    </span>
  );
}

/** The value of a label in words: of an account, its name. */
export const labelText = (name: string, value: string, names: Names): string =>
  name === 'account' ? labelOf('account', value, names).text : value;

interface LabelValueProps {
  readonly name: string;
  readonly value: string;
  readonly names: Names;
}

/** The value of a label; an account by its name, too. */
export function LabelValue({ name, value, names }: LabelValueProps) {
  if (name !== 'account') return <>{shown(value)}</>;
  return <Identifier label={labelOf('account', value, names)} />;
}

export function riskText({ observation: { atRisk } }: AlarmView): string {
  if (atRisk === null) return UNKNOWN;
  return `${formatUsd(atRisk.usd)}${atRisk.per === 'in all' ? '' : atRisk.per === 'hour' ? ' an hour' : ` a ${atRisk.per}`}`;
}

/** Observed against expected, since when, dollars at risk. */
export function Facts({ alarm, now }: { alarm: AlarmView; now: EpochSeconds }) {
  const { observation, resolvedAt } = alarm;
  const { observed, expected, since } = observation;
  return (
    <dl class="alarm-facts">
      <div>
        <dt>Observed</dt>
        <dd class="strong">{shown(observed)}</dd>
      </div>
      <div>
        <dt>Expected</dt>
        <dd>{shown(expected)}</dd>
      </div>
      <div>
        <dt>{resolvedAt === null ? 'Since' : 'Lasted'}</dt>
        <dd>
          {resolvedAt === null ? (
            <>
              <Ago at={since} now={now} /> <span class="muted">({spanText(now - since)})</span>
            </>
          ) : (
            <>
              {momentText(since, now)} UTC <span class="muted">({spanText(resolvedAt - since)})</span>
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>At risk</dt>
        <dd title={observation.atRisk === null ? 'This rule counts no money' : undefined}>
          {riskText(alarm)}
        </dd>
      </div>
    </dl>
  );
}

export function Causes({ alarm, limit }: { alarm: AlarmView; limit: number }) {
  const { causes } = alarm.observation;
  if (causes.length === 0) return null;
  return (
    <div class="alarm-causes">
      <h3>Top causes</h3>
      <ol>
        {causes.slice(0, limit).map(({ name, detail }) => (
          <li>
            <bdi class="name">{shown(name, 160)}</bdi> <span class="muted">{shown(detail)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

const SPANS = [
  ['1h', 'an hour'],
  ['4h', '4 hours'],
  ['24h', 'a day'],
  ['7d', 'a week'],
] as const;

/** What can be done about an alarm that has not ended. */
export function Actions({ alarm, next }: { alarm: AlarmView; next: string }) {
  if (alarm.state === 'resolved') return null;
  return (
    <div class="alarm-actions">
      {alarm.acknowledged === null && alarm.phase === 'firing' && (
        <form method="post" action={`/alarms/${alarm.id}/ack`}>
          <input type="hidden" name="next" value={next} />
          <label>
            <span class="visually-hidden">Note</span>
            <input type="text" name="note" maxlength={500} placeholder="What is being done" />
          </label>
          <button type="submit">Acknowledge</button>
        </form>
      )}
      {alarm.state !== 'silenced' && (
        <form method="post" action={`/alarms/${alarm.id}/silence`}>
          <input type="hidden" name="next" value={next} />
          <label>
            <span class="visually-hidden">How long</span>
            <select name="for">
              {SPANS.map(([value, text]) => (
                <option value={value} selected={value === '4h'}>
                  {text}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span class="visually-hidden">Reason</span>
            <input type="text" name="reason" maxlength={500} placeholder="Why it may be quiet" />
          </label>
          <button type="submit">Silence</button>
        </form>
      )}
    </div>
  );
}

/** Who did what about it, in a sentence. */
export function Handled({ alarm, now }: { alarm: AlarmView; now: EpochSeconds }) {
  const { acknowledged, silence } = alarm;
  return (
    <>
      {acknowledged !== null && (
        <p class="muted">
          {shown(acknowledged.by, 80)} acknowledged it <Ago at={acknowledged.at} now={now} />
          {acknowledged.note === '' ? '' : `: ${shown(acknowledged.note)}`}
        </p>
      )}
      {silence !== null && alarm.state === 'silenced' && (
        <p class="muted">
          Silenced by {shown(silence.by, 80)} until {momentText(silence.to, now)} UTC
          {silence.reason === '' ? '' : `: ${shown(silence.reason)}`}
        </p>
      )}
    </>
  );
}
