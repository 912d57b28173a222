/**
 * Letting go of old alarms and messages: one bounded step of it. What is open, waits or holds is never touched.
 * @module
 */
import { type EpochSeconds, SECONDS_PER_DAY } from '../../domain/time.ts';
import type { AlarmPruneOutcome } from '../alarm-port.ts';
import type { Db } from './open.ts';

/** Ended alarms with their history, ended silences, and messages that were given up: thirteen months. */
const HISTORY_DAYS = 396;
/** Messages that were taken. */
const DELIVERED_DAYS = 90;
/** Rows of one kind that a step may touch. */
const STEP = 500;

/** Call within a write transaction; `more`: call again. */
export function pruneAlarms(db: Db, now: EpochSeconds): AlarmPruneOutcome {
  const ago = (days: number) => now - days * SECONDS_PER_DAY;
  const ended = db
    .prepare<[number, number], { id: number }>(
      'SELECT id FROM alarm WHERE resolved_at < ? ORDER BY resolved_at LIMIT ?',
    )
    .all(ago(HISTORY_DAYS), STEP);
  const ids = JSON.stringify(ended.map(({ id }) => id));
  db.prepare('DELETE FROM alarm_event WHERE alarm IN (SELECT value FROM json_each(?))').run(ids);
  const alarms = db
    .prepare('DELETE FROM alarm WHERE id IN (SELECT value FROM json_each(?))')
    .run(ids).changes;
  const silences = db
    .prepare(
      'DELETE FROM alarm_silence WHERE id IN (SELECT id FROM alarm_silence WHERE to_at < ? ORDER BY id LIMIT ?)',
    )
    .run(ago(HISTORY_DAYS), STEP).changes;
  // The newest of each notifier stays: it says when it last took one, and when it was last told anything.
  const drop = db.prepare(
    `DELETE FROM alarm_message WHERE id IN (SELECT id FROM alarm_message m WHERE state = ? AND created_at < ?
       AND id < (SELECT max(id) FROM alarm_message n WHERE n.notifier = m.notifier AND n.state = m.state)
     ORDER BY id LIMIT ?)`,
  );
  const messages = [
    drop.run('delivered', ago(DELIVERED_DAYS), STEP).changes,
    drop.run('dead', ago(HISTORY_DAYS), STEP).changes,
  ];
  return {
    alarms,
    messages: messages.reduce((sum, rows) => sum + rows, 0),
    more: [alarms, silences, ...messages].some((rows) => rows === STEP),
  };
}
