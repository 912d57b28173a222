/**
 * Letting go of what is kept for a while: one bounded step of it. Roll-ups by hour, day and month are never touched.
 * @module
 */
import {
  dayOf,
  type EpochDay,
  type EpochMinute,
  type EpochSeconds,
  minuteOf,
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
} from '../../domain/time.ts';
import type { PruneOutcome, Retention } from '../port.ts';
import { demandPairs } from './demand.ts';
import { CALLER_MINUTES_DAYS, MODEL_MINUTES_DAYS } from './ingest.ts';
import type { Db } from './open.ts';
import { dropOldPoints, foldMinutes, type Step } from './prune-metrics.ts';

/** Rows of one kind that a step may touch: some ten milliseconds of work. */
const STEP = { invocations: 1_000, minutes: 5_000, points: 10_000 } as const;

/** Call within a write transaction; `more`: call again. */
export function prune(db: Db, now: EpochSeconds, { invocationDays }: Retention): PruneOutcome {
  const ago = (days: number) => (now - days * SECONDS_PER_DAY) as EpochSeconds;
  const invocations = pruneInvocations(db, dayOf(now), invocationDays);
  const minutes = [
    pruneCallerMinutes(db, minuteOf(ago(CALLER_MINUTES_DAYS))),
    pruneModelMinutes(db, minuteOf(ago(MODEL_MINUTES_DAYS))),
  ];
  const points = [
    foldMinutes(db, ago(CALLER_MINUTES_DAYS), STEP.points),
    dropOldPoints(db, ago(MODEL_MINUTES_DAYS), STEP.points),
  ];
  const sum = (steps: readonly Step[]) => steps.reduce((all, { rows }) => all + rows, 0);
  return {
    invocations: invocations.rows,
    minutes: sum(minutes),
    points: sum(points),
    more: [invocations, ...minutes, ...points].some(({ more }) => more),
  };
}

interface Segment {
  first: number;
  /** First id of the next one; null for the last. */
  next: number | null;
  day: EpochDay;
}

/**
 * Rows by the day on which they arrived, not by the day of the call: history that was read yesterday can be read again
 * today without being counted twice. Time stands still while nothing arrives, so that a collector that comes back
 * after a long outage finds the last hour it had begun.
 */
function pruneInvocations(db: Db, today: EpochDay, days: number): Step {
  const segments = db
    .prepare<[], Segment>(
      'SELECT first_id AS first, lead(first_id) OVER (ORDER BY first_id) AS next, day FROM arrival ORDER BY first_id',
    )
    .all();
  const newest = Math.max(...segments.map(({ day }) => day));
  const [segment, another] = segments.filter(({ day }) => day < Math.min(today, newest) - days);
  if (segment === undefined) return { rows: 0, more: false };
  const end = segment.next ?? Number.MAX_SAFE_INTEGER;
  const last =
    db
      .prepare<[number, number, number], { id: number | null }>(
        'SELECT max(id) AS id FROM (SELECT id FROM invocation WHERE id >= ? AND id < ? ORDER BY id LIMIT ?)',
      )
      .get(segment.first, end, STEP.invocations)?.id ?? segment.first - 1;
  db.prepare(
    `INSERT OR IGNORE INTO forgotten_hour (hour, place)
     SELECT DISTINCT at / ${SECONDS_PER_HOUR}, place FROM invocation WHERE id >= ? AND id <= ?`,
  ).run(segment.first, last);
  const gone = db
    .prepare('DELETE FROM invocation WHERE id >= ? AND id <= ?')
    .run(segment.first, last).changes;
  if (gone === STEP.invocations) return { rows: gone, more: true };
  db.prepare('DELETE FROM arrival WHERE first_id = ?').run(segment.first);
  return { rows: gone, more: another !== undefined };
}

function pruneCallerMinutes(db: Db, before: EpochMinute): Step {
  const rows = db
    .prepare(
      `DELETE FROM usage_minute WHERE (minute, series) IN
       (SELECT minute, series FROM usage_minute WHERE minute < ? ORDER BY minute, series LIMIT ?)`,
    )
    .run(before, STEP.minutes).changes;
  return { rows, more: rows === STEP.minutes };
}

function pruneModelMinutes(db: Db, before: EpochMinute): Step {
  const drop = db.prepare<[number, number, number, number]>(
    `DELETE FROM demand_minute WHERE (place, model_ref, minute) IN
     (SELECT place, model_ref, minute FROM demand_minute WHERE place = ? AND model_ref = ? AND minute < ?
      ORDER BY minute LIMIT ?)`,
  );
  let rows = 0;
  for (const [place, ref] of demandPairs(db)) {
    rows += drop.run(place, ref, before, STEP.minutes - rows).changes;
    if (rows === STEP.minutes) return { rows, more: true };
  }
  return { rows, more: false };
}
