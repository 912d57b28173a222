/**
 * Alarms, their history, silences and the outbox. What is asked for stands in columns, the rest is JSON.
 * @module
 */
import {
  type Alarm,
  type AlarmChange,
  type AlarmEvent,
  type AlarmState,
  type Message,
  NO_CHANGE,
  type RuleHealth,
  type Silence,
} from '../../domain/alarm.ts';
import { fromMoneyJson, toMoneyJson as toText } from '../../domain/money-json.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { AlarmQuery, MessageQuery } from '../alarm-port.ts';
import type { Db } from './open.ts';

/** The tables of this file; appended to the migrations. */
export const ALARMS = `
CREATE TABLE alarm (
  id INTEGER PRIMARY KEY AUTOINCREMENT, rule TEXT NOT NULL, phase TEXT NOT NULL, resolved_at INTEGER,
  body TEXT NOT NULL) STRICT;
CREATE INDEX alarm_open ON alarm (resolved_at);
CREATE TABLE alarm_event (
  id INTEGER PRIMARY KEY, alarm INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL,
  by_whom TEXT NOT NULL, note TEXT NOT NULL) STRICT;
CREATE INDEX alarm_event_by_alarm ON alarm_event (alarm);
CREATE TABLE alarm_silence (
  id INTEGER PRIMARY KEY AUTOINCREMENT, to_at INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE alarm_message (
  id INTEGER PRIMARY KEY AUTOINCREMENT, notifier TEXT NOT NULL, state TEXT NOT NULL, created_at INTEGER NOT NULL,
  body TEXT NOT NULL) STRICT;
CREATE INDEX alarm_message_by_state ON alarm_message (state, id);
CREATE INDEX alarm_message_by_notifier ON alarm_message (notifier, created_at);
CREATE TABLE alarm_rule (
  rule TEXT PRIMARY KEY, at INTEGER NOT NULL, ok_at INTEGER, error TEXT, blind TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Which notices were told; appended to the migrations. */
export const NOTICES = 'CREATE TABLE alarm_notice (key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;';

/** Reads, decides, writes: one transaction. */
export function changeAlarms(
  db: Db,
  change: (state: AlarmState) => AlarmChange,
  endedSince: EpochSeconds,
): AlarmChange {
  const made = change(readAlarmState(db, endedSince));
  writeChange(db, made);
  return made;
}

export function readAlarmState(db: Db, endedSince: EpochSeconds): AlarmState {
  const last = db
    .prepare<[], { notifier: string; at: EpochSeconds }>(
      'SELECT notifier, max(created_at) AS at FROM alarm_message GROUP BY notifier',
    )
    .all();
  return {
    alarms: bodies<Alarm>(
      db
        .prepare('SELECT body FROM alarm WHERE resolved_at IS NULL OR resolved_at >= ? ORDER BY id')
        .all(endedSince),
    ),
    silences: bodies<Silence>(
      db.prepare('SELECT body FROM alarm_silence WHERE to_at >= ? ORDER BY id').all(endedSince),
    ),
    queue: bodies<Message>(
      db.prepare("SELECT body FROM alarm_message WHERE state = 'queued' ORDER BY id").all(),
    ),
    notices: db
      .prepare<[], { key: string }>('SELECT key FROM alarm_notice ORDER BY key')
      .all()
      .map(({ key }) => key),
    lastMessageAt: Object.fromEntries(last.map(({ notifier, at }) => [notifier, at])),
    nextAlarm: nextId(db, 'alarm'),
    nextSilence: nextId(db, 'alarm_silence'),
    nextMessage: nextId(db, 'alarm_message'),
  };
}

/** The ids of rows that are gone are not given again. */
function nextId(db: Db, table: string): number {
  const row = db
    .prepare<[string], { seq: number }>('SELECT seq FROM sqlite_sequence WHERE name = ?')
    .get(table);
  return (row?.seq ?? 0) + 1;
}

function writeChange(db: Db, change: AlarmChange): void {
  if (change === NO_CHANGE) return;
  const putAlarm = db.prepare(
    `INSERT INTO alarm (id, rule, phase, resolved_at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
     phase = excluded.phase, resolved_at = excluded.resolved_at, body = excluded.body`,
  );
  for (const alarm of change.alarms)
    putAlarm.run(alarm.id, alarm.rule, alarm.phase, alarm.resolvedAt, toText(alarm));
  const putEvent = db.prepare(
    'INSERT INTO alarm_event (alarm, at, kind, by_whom, note) VALUES (?, ?, ?, ?, ?)',
  );
  for (const { alarm, at, kind, by, note } of change.events) putEvent.run(alarm, at, kind, by, note);
  for (const id of change.dropped) {
    db.prepare('DELETE FROM alarm_event WHERE alarm = ?').run(id);
    db.prepare('DELETE FROM alarm WHERE id = ?').run(id);
  }
  const putSilence = db.prepare(
    `INSERT INTO alarm_silence (id, to_at, body) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET to_at = excluded.to_at, body = excluded.body`,
  );
  for (const silence of change.silences) putSilence.run(silence.id, silence.to, toText(silence));
  const putMessage = db.prepare(
    `INSERT INTO alarm_message (id, notifier, state, created_at, body) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, created_at = excluded.created_at, body = excluded.body`,
  );
  for (const message of change.messages) {
    const { id, notifier, state, createdAt } = message;
    putMessage.run(id, notifier, state, createdAt, toText(message));
  }
  for (const key of change.notices ?? []) {
    db.prepare('INSERT OR IGNORE INTO alarm_notice (key) VALUES (?)').run(key);
  }
  const putRule = db.prepare(
    `INSERT INTO alarm_rule (rule, at, ok_at, error, blind) VALUES (?, ?, ?, ?, ?) ON CONFLICT (rule) DO UPDATE SET
     at = excluded.at, ok_at = coalesce(excluded.ok_at, ok_at), error = excluded.error, blind = excluded.blind`,
  );
  for (const { rule, at, okAt, error, blind } of change.rules)
    putRule.run(rule, at, okAt, error, toText(blind));
}

export function queryAlarms(db: Db, query: AlarmQuery): Alarm[] {
  const conditions: string[] = ['TRUE'];
  const params: (string | number)[] = [];
  if (query.ids) {
    conditions.push(`id IN (${query.ids.map(() => '?').join(', ')})`);
    params.push(...query.ids);
  }
  if (query.open !== undefined) conditions.push(`resolved_at IS ${query.open ? '' : 'NOT '}NULL`);
  if (query.rule !== undefined) {
    conditions.push('rule = ?');
    params.push(query.rule);
  }
  const sql = `SELECT body FROM alarm WHERE ${conditions.join(' AND ')} ORDER BY id DESC LIMIT ?`;
  return bodies<Alarm>(db.prepare(sql).all(...params, query.limit));
}

export function queryAlarmEvents(db: Db, alarm: number): AlarmEvent[] {
  return db
    .prepare<[number], AlarmEvent>(
      'SELECT alarm, at, kind, by_whom AS "by", note FROM alarm_event WHERE alarm = ? ORDER BY id',
    )
    .all(alarm);
}

export function querySilences(db: Db, endingAfter: EpochSeconds): Silence[] {
  return bodies<Silence>(
    db.prepare('SELECT body FROM alarm_silence WHERE to_at > ? ORDER BY to_at DESC, id').all(endingAfter),
  );
}

export function queryMessages(db: Db, query: MessageQuery): Message[] {
  const conditions: string[] = ['TRUE'];
  const params: string[] = [];
  for (const [column, value] of [
    ['state', query.state],
    ['notifier', query.notifier],
  ] as const) {
    if (value === undefined) continue;
    conditions.push(`${column} = ?`);
    params.push(value);
  }
  const sql = `SELECT body FROM alarm_message WHERE ${conditions.join(' AND ')} ORDER BY id DESC LIMIT ?`;
  return bodies<Message>(db.prepare(sql).all(...params, query.limit));
}

/** Messages that tell of an alarm: a told event has the instant of its message. */
export function queryMessagesOf(db: Db, alarm: number, limit: number): Message[] {
  return bodies<Message>(
    db
      .prepare(
        `SELECT body FROM alarm_message m
         WHERE created_at IN (SELECT at FROM alarm_event WHERE alarm = ? AND kind = 'told')
           AND EXISTS (SELECT 1 FROM json_each(m.body, '$.items') i WHERE i.value ->> '$.alarm.id' = ?)
         ORDER BY id DESC LIMIT ?`,
      )
      .all(alarm, alarm, limit),
  );
}

export function queryRuleHealth(db: Db): RuleHealth[] {
  return db
    .prepare<
      [],
      { rule: string; at: EpochSeconds; okAt: EpochSeconds | null; error: string | null; blind: string }
    >('SELECT rule, at, ok_at AS okAt, error, blind FROM alarm_rule ORDER BY rule')
    .all()
    .map((row) => ({ ...row, blind: JSON.parse(row.blind) as RuleHealth['blind'] }));
}

function bodies<T>(rows: unknown[]): T[] {
  return rows.map((row) => fromMoneyJson((row as { body: string }).body) as T);
}
