/**
 * The time of a record. AWS writes `2026-11-21T09:00:00Z`, which is read here without a string.
 * @module
 */
import { type EpochSeconds, epochSeconds, parseInstant } from '../../src/domain/time.ts';
import { QUOTE } from './skim/ascii.ts';
import { stringAt } from './skim/value.ts';

const LAYOUT = '"0000-00-00T00:00:00Z"';
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365] as const;

/** Bedrock is younger than the first; a clock past the second is wrong. */
const FIRST_SECOND = Date.UTC(2000, 0) / 1000;
const LAST_SECOND = Date.UTC(2200, 0) / 1000;

/** The instant at `at`; any other way to write one goes through `parseInstant`. Undefined when it is none,
 * or none of this age. */
export function instantAt(bytes: Buffer, at: number): EpochSeconds | undefined {
  const instant = isUsualLayout(bytes, at)
    ? usualInstant(bytes, at + 1)
    : parseInstant(stringAt(bytes, at) ?? '');
  return instant !== undefined && instant >= FIRST_SECOND && instant < LAST_SECOND ? instant : undefined;
}

function isUsualLayout(bytes: Buffer, at: number): boolean {
  for (let i = 0; i < LAYOUT.length; i++) {
    const expected = LAYOUT.charCodeAt(i);
    const c = bytes[at + i] ?? QUOTE;
    if (expected === 0x30 ? c < 0x30 || c > 0x39 : c !== expected) return false;
  }
  return true;
}

function usualInstant(bytes: Buffer, at: number): EpochSeconds | undefined {
  const two = (i: number): number => ((bytes[at + i] ?? 0) - 0x30) * 10 + (bytes[at + i + 1] ?? 0) - 0x30;
  const year = two(0) * 100 + two(2);
  const [month, day, hour, minute, second] = [two(5), two(8), two(11), two(14), two(17)];
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return undefined;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const before = DAYS_BEFORE_MONTH[month - 1] ?? 0;
  const inMonth = (DAYS_BEFORE_MONTH[month] ?? 0) - before + (isLeap && month === 2 ? 1 : 0);
  if (day < 1 || day > inMonth) return undefined;
  const y = year - 1;
  // Days from 0001-01-01 to 1970-01-01: 719,162.
  const days = y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) - 719_162;
  const date = days + before + (isLeap && month > 2 ? 1 : 0) + day - 1;
  return epochSeconds(date * 86_400 + hour * 3600 + minute * 60 + second);
}
