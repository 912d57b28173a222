/**
 * How far what is said of throttling to come holds: `npm run -s campaign:throttle [-- --traces N] [--set train]`. Of
 * made-up demand by the minute, of which the future is known: whether it reached the limit as often as was said within
 * the hour, the day and the week, and whether the interval of the time to throttle held the time. Seeded.
 * @module
 */
import { parseArgs } from 'node:util';
import { blockMaxima, breachProbability } from '../../../src/analysis/quota/breach.ts';
import { timeToThrottle, type Week } from '../../../src/analysis/quota/growth.ts';
import { windowStats } from '../../../src/analysis/quota/statistics.ts';
import { Random } from '../../aws-simulator/world/random.ts';
import { median, rounded, say } from '../report.ts';
import { KINDS, type Kind, MINUTES_OF_WEEK, makeTrace, type Trace } from './traces.ts';

const { values } = parseArgs({
  options: { traces: { type: 'string', default: '80' }, set: { type: 'string', default: 'judged' } },
});
const traces = Number(values.traces);
if (!Number.isInteger(traces) || traces < 1) {
  say(`--traces ${values.traces}: must be a whole number from 1`);
  process.exit(2);
}

const HOUR = 60;
const DAY = 1440;
const HORIZONS = { hour: HOUR, day: DAY, week: MINUTES_OF_WEEK } as const;
type Horizon = keyof typeof HORIZONS;
/** History that is given; in some traces less. */
const HISTORY_WEEKS = 12;
const MOMENTS = 6;
const AHEAD_WEEKS = 26;
const BINS = [0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 1.0001];

interface Told {
  readonly kind: Kind;
  readonly horizon: Horizon;
  readonly told: number | null;
  readonly came: boolean;
}

interface Timed {
  readonly kind: Kind;
  readonly told: ReturnType<typeof timeToThrottle>;
  /** Days until the 99th percentile of seven days reached the limit; null: not within half a year. */
  readonly came: number | null;
}

const print = (line: object) =>
  process.stdout.write(
    `${JSON.stringify({ campaign: 'throttle', set: values.set, ...line }, (_, value) =>
      typeof value === 'number' ? (Number.isFinite(value) ? rounded(value) : null) : value,
    )}\n`,
  );

const told: Told[] = [];
const timed: Timed[] = [];
for (const kind of KINDS) {
  for (let i = 0; i < traces; i += 1) {
    const seed = `${values.set} ${i}`;
    const trace = makeTrace(seed, kind, HISTORY_WEEKS + 2);
    const random = new Random(`throttle moments ${seed} ${kind}`);
    // Known since twelve weeks, or since a few days.
    const known = random.chance(0.3) ? 8 + random.int(20) : HISTORY_WEEKS * 7;
    for (let moment = 0; moment < MOMENTS; moment += 1) {
      const now = (HISTORY_WEEKS + random.unit()) * MINUTES_OF_WEEK;
      told.push(...toldAt(kind, trace, Math.floor(now), known));
    }
    timed.push(timedAt(kind, trace, seed, known));
  }
}
reportProbabilities();
reportTimes();

function toldAt(kind: Kind, { demand, limit }: Trace, now: number, known: number): Told[] {
  const column = Float64Array.from(demand.subarray(0, now), (value) => value / limit);
  const hours = blockMaxima(column, now - known * DAY, now, HOUR);
  const probability = breachProbability(hours, (now / HOUR) % 168);
  return (Object.keys(HORIZONS) as Horizon[]).map((horizon) => ({
    ...{ kind, horizon, told: probability[horizon] },
    came: demand.subarray(now, now + HORIZONS[horizon]).some((value) => value >= limit),
  }));
}

function timedAt(kind: Kind, { demand, limit }: Trace, seed: string, known: number): Timed {
  const now = (HISTORY_WEEKS + 1) * MINUTES_OF_WEEK;
  const p99Of = (column: Float64Array) => (end: number) =>
    windowStats(column, end - MINUTES_OF_WEEK, end, limit)?.utilization.p99 ?? 0;
  const before = p99Of(Float64Array.from(demand));
  const weeks: Week[] = [];
  for (let back = Math.floor(known / 7); back > 0; back -= 1) {
    weeks.push({ week: -back, p99: before(now - (back - 1) * MINUTES_OF_WEEK) });
  }
  const estimate = timeToThrottle(weeks);
  if (typeof estimate === 'string') return { kind, told: estimate, came: null };
  // The same demand, longer.
  const whole = makeTrace(seed, kind, HISTORY_WEEKS + 1 + AHEAD_WEEKS).demand;
  const after = p99Of(Float64Array.from(whole));
  const came = Array.from({ length: 7 * AHEAD_WEEKS }, (_, i) => i + 1).find(
    (day) => after(now + day * DAY) >= 1,
  );
  return { kind, told: estimate, came: came ?? null };
}

function reportProbabilities(): void {
  for (const horizon of Object.keys(HORIZONS) as Horizon[]) {
    const all = told.filter((one) => one.horizon === horizon);
    say(`\nwithin the ${horizon}: of those told a probability between, how many reached the limit`);
    for (const kind of [null, ...KINDS]) {
      const own = all.filter((one) => kind === null || one.kind === kind);
      const spoken = own.flatMap(({ told: p, came }) => (p === null ? [] : [{ p, came }]));
      const base = spoken.filter(({ came }) => came).length / spoken.length;
      const brier = spoken.reduce((sum, { p, came }) => sum + (p - Number(came)) ** 2, 0) / spoken.length;
      const skill = 1 - brier / (base * (1 - base));
      print({
        horizon,
        kind: kind ?? 'all',
        spoken: spoken.length,
        silent: own.length - spoken.length,
        base,
        brier,
        skill,
      });
      const bins = BINS.slice(1).map((to, i) => {
        const inside = spoken.filter(({ p }) => p >= (BINS[i] ?? 0) && p < to);
        const mean = inside.reduce((sum, { p }) => sum + p, 0) / inside.length;
        const came = inside.filter((one) => one.came).length;
        print({
          horizon,
          kind: kind ?? 'all',
          from: BINS[i],
          to,
          count: inside.length,
          told: mean,
          came: came / inside.length,
        });
        return inside.length === 0
          ? '-'.padStart(18)
          : `${(100 * mean).toFixed(1)}→${((100 * came) / inside.length).toFixed(1)} (${inside.length})`.padStart(
              18,
            );
      });
      say(
        `  ${(kind ?? 'all').padEnd(8)} silent ${String(own.length - spoken.length).padStart(4)}  Brier ${brier.toFixed(3)} skill ${skill.toFixed(2)} ${bins.join('')}`,
      );
    }
  }
}

function reportTimes(): void {
  say(
    '\ntime to throttle (90 % interval): told, held, came sooner, came later, middle off by; not told: why',
  );
  for (const kind of [null, ...KINDS]) {
    const own = timed.filter((one) => kind === null || one.kind === kind);
    let [held, sooner, later, open] = [0, 0, 0, 0];
    const off: number[] = [];
    const silent: Record<string, number> = {};
    for (const { told: estimate, came } of own) {
      if (typeof estimate === 'string') {
        silent[estimate] = (silent[estimate] ?? 0) + 1;
        continue;
      }
      const high = estimate.high ?? Number.POSITIVE_INFINITY;
      // It did not come while anybody looked, and the interval goes on behind: nothing is decided.
      if (came === null && high >= 7 * AHEAD_WEEKS) open += 1;
      // Whole days are looked at.
      else if (came !== null && came < Math.floor(estimate.low)) sooner += 1;
      else if (came === null || came > Math.ceil(high)) later += 1;
      else held += 1;
      if (came !== null) off.push(Math.abs(Math.log(estimate.days / came)));
    }
    const count = held + sooner + later;
    print({
      of: 'time to throttle',
      kind: kind ?? 'all',
      told: count,
      held: held / count,
      sooner: sooner / count,
      later: later / count,
      open,
      off: Math.expm1(median(off)),
      silent,
    });
    say(
      `  ${(kind ?? 'all').padEnd(8)} told ${String(count + open).padStart(4)}  open ${String(open).padStart(3)}  held ${((100 * held) / count).toFixed(0)} %  sooner ${((100 * sooner) / count).toFixed(0)} %  later ${((100 * later) / count).toFixed(0)} %  off ${(100 * Math.expm1(median(off))).toFixed(0)} %  not told ${JSON.stringify(silent)}`,
    );
  }
}
