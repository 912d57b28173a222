/**
 * The alarms of the last seven days on a time axis, one lane for each rule. The list below has the same.
 * @module
 */
import type { AlarmView } from '../../src/answers/alarms.ts';
import { type EpochSeconds, epochSeconds, SECONDS_PER_DAY } from '../../src/domain/time.ts';
import { dayText } from '../format/moment.ts';
import { shown } from './alarm-parts.tsx';

const DAYS = 7;
const WIDTH = 1200;
const LABEL = 130;
const LANE = 26;
const TOP = 22;
/** An alarm of a minute is still seen. */
const LEAST_WIDTH = 4;

export function Timeline({ alarms, now }: { alarms: readonly AlarmView[]; now: EpochSeconds }) {
  const from = now - DAYS * SECONDS_PER_DAY;
  const recent = alarms.filter((alarm) => alarm.phase !== 'pending' && endOf(alarm, now) > from);
  if (recent.length === 0) return null;
  const lanes = [...Map.groupBy(recent, ({ rule }) => rule)].toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  const x = (at: number) => LABEL + (Math.max(0, at - from) / (now - from)) * (WIDTH - LABEL);
  const height = TOP + lanes.length * LANE + 4;
  const midnights = Array.from({ length: DAYS }, (_, i) =>
    epochSeconds((Math.floor(now / SECONDS_PER_DAY) - i) * SECONDS_PER_DAY),
  ).filter((at) => at > from);
  return (
    <section class="card timeline-card" aria-labelledby="timeline-title">
      <header class="card-head">
        <h2 id="timeline-title">
          Last seven days <span class="utc">UTC</span>
        </h2>
      </header>
      <svg
        class="timeline"
        viewBox={`0 0 ${WIDTH} ${height}`}
        role="img"
        aria-label={`${recent.length} alarms of ${lanes.length} rules in seven days; the tables list them`}
      >
        {midnights.map((at) => (
          <g>
            <line class="grid" x1={x(at)} x2={x(at)} y1={TOP - 6} y2={height} />
            <text class="axis" x={x(at) + 4} y={TOP - 8}>
              {dayText(at, now)}
            </text>
          </g>
        ))}
        {lanes.map(([rule, own], lane) => (
          <g>
            <text class="lane" x={0} y={TOP + lane * LANE + 17}>
              {rule}
            </text>
            {own.map((alarm) => {
              const [left, right] = [x(alarm.observation.since), x(endOf(alarm, now))];
              const width = Math.max(LEAST_WIDTH, right - left);
              return (
                <a href={`/alarms/${alarm.id}`}>
                  <rect
                    class={`bar-${alarm.severity}${alarm.phase === 'resolved' ? ' over' : ''}`}
                    x={Math.min(left, WIDTH - width)}
                    y={TOP + lane * LANE + 5}
                    width={width}
                    height={LANE - 10}
                    rx={3}
                  />
                  <title>{shown(alarm.observation.title, 160)}</title>
                </a>
              );
            })}
          </g>
        ))}
      </svg>
    </section>
  );
}

const endOf = ({ resolvedAt, clearSince }: AlarmView, now: EpochSeconds): number =>
  resolvedAt === null ? now : (clearSince ?? resolvedAt);
