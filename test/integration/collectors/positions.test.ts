/**
 * What a run of the log readers reads, by where the last one ended.
 * @module
 */
import { describe, expect, it } from 'vitest';
import * as logs from '../../../collectors/invocation-logs/cloudwatch/position.ts';
import { hourPrefix, isLog, sourcePrefix } from '../../../collectors/invocation-logs/s3/keys.ts';
import * as objects from '../../../collectors/invocation-logs/s3/position.ts';
import { type EpochSeconds, epochSeconds, isoDay, parseInstant } from '../../../src/domain/time.ts';

const MINUTE = 60_000;
const NOW = Date.parse('2026-11-20T12:00:00Z');
const REACH = { firstLookback: 60 * MINUTE, overlap: 15 * MINUTE };

describe('a log group', () => {
  const at = (until: number, swept: number) => ({
    until: NOW - until * MINUTE,
    swept: NOW - swept * MINUTE,
    found: true,
  });
  const minutes = ({ from, to, sweeps }: logs.Plan) => [(NOW - from) / MINUTE, (NOW - to) / MINUTE, sweeps];

  it('is read from the first lookback on', () => {
    expect(minutes(logs.planRun(undefined, NOW, REACH))).toEqual([60, 0, true]);
  });

  it('is read a little behind the last reading, and every ten minutes over the whole overlap', () => {
    expect(minutes(logs.planRun(at(1, 9), NOW, REACH))).toEqual([3, 0, false]);
    expect(minutes(logs.planRun(at(1, 10), NOW, REACH))).toEqual([25, 0, true]);
  });

  it('is read anew when its position lies in the future, or is none', () => {
    expect(minutes(logs.planRun(at(-600, 0), NOW, REACH))).toEqual([60, 0, true]);
    for (const text of ['', '{}', '17', '{"until":1.5,"swept":1,"found":true}']) {
      expect(logs.readPosition(text)).toBeUndefined();
    }
  });

  it('has a position that never goes back', () => {
    const plan = logs.planRun(at(1, 30), NOW, REACH);
    const [first] = logs.parts(plan, 15 * MINUTE);
    if (first === undefined) throw new Error('nothing to read');
    expect(logs.advance(plan, first, true)).toEqual({
      until: NOW - MINUTE,
      swept: NOW - 30 * MINUTE,
      found: true,
    });
  });
});

describe('a bucket', () => {
  const now = (text: string): EpochSeconds => parseInstant(text) ?? epochSeconds(0);
  const days = ({ days: list, after, sweeps }: objects.Plan) => [list.map(isoDay), after, sweeps];

  it('is listed with two days of overlap at first and once an hour', () => {
    const noon = now('2026-11-20T12:00:00Z');
    const whole = [['2026-11-18', '2026-11-19', '2026-11-20'], null, true];
    expect(days(objects.planRun(undefined, noon, 2))).toEqual(whole);
    expect(days(objects.planRun({ swept: epochSeconds(noon - 3600) }, noon, 2))).toEqual(whole);
  });

  it('is listed for the last two hours in between, over midnight too', () => {
    const one = now('2026-11-20T01:00:00Z');
    expect(days(objects.planRun({ swept: epochSeconds(one - 600) }, one, 2))).toEqual([
      ['2026-11-19', '2026-11-20'],
      one - 7200,
      false,
    ]);
  });

  it('is listed from before the last sweep after days without a run', () => {
    const [first] = objects.planRun(
      { swept: now('2026-11-10T05:00:00Z') },
      now('2026-11-20T12:00:00Z'),
      2,
    ).days;
    expect(isoDay(first ?? (0 as never))).toBe('2026-11-08');
  });

  it('has records below the folder of an hour only', () => {
    const place = { account: '111122223333', region: 'us-east-1', keyPrefix: '/team/x/' } as never;
    const source = sourcePrefix(place);
    expect(source).toBe('team/x/AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/');
    expect(hourPrefix(source, now('2026-11-20T09:59:59Z'))).toBe(`${source}2026/11/20/09/`);
    const day = `${source}2026/11/20/`;
    expect(isLog(`${day}09/20261120T090500123Z_0123456789abcdef.json.gz`, day, 100)).toBe(true);
    expect(isLog(`${day}09/20261120T090500123Z_0123456789abcdef.json.gz`, day, 0)).toBe(false);
    expect(isLog(`${day}09/data/7c1e_input.json.gz`, day, 100)).toBe(false);
    expect(isLog(`${day}09/data/7c1e_input_media_00.pdf`, day, 100)).toBe(false);
    expect(isLog(`${day}amazon-bedrock-logs-permission-check.json`, day, 100)).toBe(false);
  });
});
