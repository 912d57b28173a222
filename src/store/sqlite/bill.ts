/**
 * What AWS charged, and what our own calls to AWS were.
 * @module
 */
import type { BilledDays, BillRow } from '../../domain/bill.ts';
import { nanoUsd } from '../../domain/money.ts';
import type { AwsCalls } from '../../domain/own-cost.ts';
import { dayOf, type EpochDay, epochSeconds, type TimeRange } from '../../domain/time.ts';
import type { Db } from './open.ts';

/** Later readings of a day replace earlier ones: AWS revises its bill. */
export function putBill(db: Db, rows: readonly BillRow[]): void {
  const put = db.prepare(
    `INSERT OR REPLACE INTO bill_day (day, account, region, service, usage_type, quantity, unit, cost_nano, provisional)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const row of rows) {
    const { day, account, region, service, usageType, quantity, unit, unblendedCost, provisional } = row;
    put.run(day, account, region, service, usageType, quantity, unit, unblendedCost, provisional ? 1 : 0);
  }
}

/** Rows that AWS no longer has are gone. Call within a write transaction. */
export function replaceBill(db: Db, days: BilledDays, rows: readonly BillRow[]): void {
  const { account, from, to } = days;
  const other = rows.find((row) => row.account !== account || row.day < from || row.day >= to);
  if (other) throw new RangeError(`${other.usageType} is not of account ${account} and the days replaced`);
  db.prepare('DELETE FROM bill_day WHERE account = ? AND day >= ? AND day < ?').run(account, from, to);
  putBill(db, rows);
}

interface BillTuple {
  day: bigint;
  account: string;
  region: string;
  service: string;
  usage_type: string;
  quantity: string;
  unit: string;
  cost_nano: bigint;
  provisional: bigint;
}

/** Days that the range touches. */
export function queryBill(db: Db, range: TimeRange): BillRow[] {
  return db
    .prepare<[number, number], BillTuple>(
      'SELECT * FROM bill_day WHERE day >= ? AND day <= ? ORDER BY day, account, region, service, usage_type',
    )
    .safeIntegers(true)
    .all(...daysOf(range))
    .map((row) => ({
      account: row.account,
      region: row.region,
      day: Number(row.day) as EpochDay,
      service: row.service,
      usageType: row.usage_type,
      quantity: row.quantity,
      unit: row.unit,
      unblendedCost: nanoUsd(row.cost_nano),
      provisional: row.provisional === 1n,
    }));
}

export function countAwsCalls(db: Db, calls: readonly AwsCalls[]): void {
  const add = db.prepare(
    `INSERT INTO aws_call (day, account, region, service, operation, calls, billed_units) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (day, account, region, service, operation) DO UPDATE SET
       calls = calls + excluded.calls, billed_units = billed_units + excluded.billed_units`,
  );
  for (const c of calls) add.run(c.day, c.account, c.region, c.service, c.operation, c.calls, c.billedUnits);
}

/** Days that the range touches. */
export function queryAwsCalls(db: Db, range: TimeRange): AwsCalls[] {
  return db
    .prepare<[number, number], Omit<AwsCalls, 'billedUnits'> & { billed_units: number }>(
      'SELECT * FROM aws_call WHERE day >= ? AND day <= ? ORDER BY day, account, region, service, operation',
    )
    .all(...daysOf(range))
    .map(({ billed_units, ...row }) => ({ ...row, billedUnits: billed_units }));
}

function daysOf(range: TimeRange): [EpochDay, EpochDay] {
  return [dayOf(range.from), dayOf(epochSeconds(range.to - 1))];
}
