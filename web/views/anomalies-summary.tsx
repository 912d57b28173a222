/**
 * What the page of unusual spend says above its chart.
 * @module
 */
import type { Anomalies, ExplainedIncident } from '../../src/answers/anomalies.ts';
import { formatUsd } from '../../src/domain/format.ts';
import { addUsd, type NanoUsd, ZERO_USD } from '../../src/domain/money.ts';
import { type EpochSeconds, isoHour } from '../../src/domain/time.ts';
import type { Names } from '../format/label.ts';
import { rangeText } from '../format/moment.ts';
import type { Figure } from '../overview/figures.ts';
import { kindOf, scopeName } from './anomalies-band.tsx';

/** How much, where, and whether it goes on. */
export function Sentence({ answer, names, now }: { answer: Anomalies; names: Names; now: EpochSeconds }) {
  const { incidents, range } = answer;
  const [first] = incidents;
  if (first === undefined) return <>Nothing unusual in {rangeText(range, now)}.</>;
  const sum = impactOf(incidents);
  const ongoing = incidents.filter((one) => one.ongoing).length;
  return (
    <>
      <strong>{formatUsd(sum)} more than expected</strong> in {incidents.length}{' '}
      {incidents.length === 1 ? 'incident' : 'incidents'}
      {first.impact > 0n && (
        <>
          ; {first.impact === sum ? 'all' : formatUsd(first.impact)} of it is {kindOf(first.scope)}
          <a href={`#${first.id}`}>
            <bdi class="name">{scopeName(first.scope, names)}</bdi>
          </a>
        </>
      )}
      {ongoing === 0 ? '; none goes on' : `; ${ongoing} still ${ongoing === 1 ? 'goes' : 'go'} on`}.
    </>
  );
}

const impactOf = (incidents: readonly ExplainedIncident[]): NanoUsd =>
  incidents.map(({ impact }) => impact).reduce(addUsd, ZERO_USD);

export function figuresOf({ incidents, completeTo }: Anomalies): Figure[] {
  const plain = { exact: null, mood: 'plain' } as const;
  const ongoing = incidents.filter((one) => one.ongoing);
  const perDay = ongoing.map((one) => one.usdPerDay).reduce(addUsd, ZERO_USD);
  const fresh = incidents.filter(({ kind }) => kind.startsWith('new-')).length;
  return [
    {
      ...{ ...plain, id: 'impact', title: 'Above the expected', value: formatUsd(impactOf(incidents)) },
      note: `${incidents.length} ${incidents.length === 1 ? 'incident' : 'incidents'}`,
      how: 'Observed less expected spend, over the hours of each incident. The same surge seen in several scopes counts once.',
    },
    {
      ...{ ...plain, id: 'ongoing', title: 'Going on', value: String(ongoing.length) },
      mood: ongoing.length > 0 ? 'warning' : 'plain',
      note: ongoing.length > 0 ? `${formatUsd(perDay)} a day at this pace` : 'none at this time',
      how: 'Incidents that were not over by the last two complete hours; what is new is news for its first day.',
    },
    {
      ...{ ...plain, id: 'new', title: 'Never seen before', value: String(fresh) },
      note: 'models, principals, Regions',
      how: 'First seen after at least a week of data without them, and above a small amount of dollars or unpriced tokens.',
    },
    {
      ...{ ...plain, id: 'judged', title: 'Judged up to', value: isoHour(completeTo).slice(11, 16) },
      note: `${isoHour(completeTo).slice(0, 10)} UTC`,
      how: 'The end of the last hour whose data are all in. A later hour is not judged: what has not come in is not zero.',
    },
  ];
}
