import { describe, expect, it } from 'vitest';
import { byTime, type LogEvent } from '../../../aws-simulator/server/logs/events.ts';
import { parseQuery } from '../../../aws-simulator/server/logs/insights/parse.ts';
import { runQuery } from '../../../aws-simulator/server/logs/insights/run.ts';
import { parsePattern } from '../../../aws-simulator/server/logs/pattern.ts';

describe('filter patterns', () => {
  const message = '{"schemaType":"ModelInvocationLog","input":{"inputTokenCount":12},"modelId":"us.a-b"}';
  it.each([
    ['', true],
    ['ModelInvocationLog', true],
    ['ModelInvocationLog missing', false],
    ['"inputTokenCount\\":12"', false],
    ['ModelInvocationLog -error', true],
    ['-ModelInvocationLog', false],
    ['{ $.schemaType = "ModelInvocationLog" }', true],
    ['{ $.schemaType = ModelInvocationLog && $.input.inputTokenCount = 12 }', true],
    ['{ $.modelId = "us.*" }', true],
    ['{ $.modelId != "us.*" }', false],
    ['{ $.absent = 1 }', false],
  ])('%s: %s', (pattern, expected) => expect(parsePattern(pattern)(message)).toBe(expected));

  it('leave lines that are no JSON to terms', () => {
    expect(parsePattern('{ $.a = 1 }')('Permissions are correctly set')).toBe(false);
    expect(parsePattern('Permissions')('Permissions are correctly set')).toBe(true);
    expect(() => parsePattern('{ $.a > 1 }')).toThrow('Invalid filter pattern');
  });
});

describe('Insights', () => {
  const event = (timestamp: number, message: string): LogEvent => ({
    timestamp,
    ingestionTime: timestamp + 9000,
    stream: 's',
    message,
    eventId: String(timestamp),
  });
  const events = [
    event(0, '{"m":"a","t":{"in":5}}'),
    event(60_000, '{"m":"a","t":{"in":7}}'),
    event(120_000, '{"m":"b"}'),
    event(3_600_000, 'not JSON'),
  ];
  const rows = (text: string) =>
    runQuery(parseQuery(text), events).rows.map((row) =>
      row.map(({ field, value }) => `${field}=${value}`).join(' '),
    );

  it('groups, counts and adds up', () => {
    expect(rows('stats count(*) as n, sum(t.in) as tokens, avg(t.in) as mean by m | sort n desc')).toEqual([
      'm=a n=2 tokens=12 mean=6',
      'm=b n=1 tokens=0 mean=NaN',
      'n=1 tokens=0 mean=NaN',
    ]);
    expect(rows('filter ispresent(m) | stats count(*) by bin(1m)')).toEqual([
      'bin(1m)=1970-01-01 00:00:00.000 count(*)=1',
      'bin(1m)=1970-01-01 00:01:00.000 count(*)=1',
      'bin(1m)=1970-01-01 00:02:00.000 count(*)=1',
    ]);
    expect(rows('filter m = "a" and t.in != 5 | stats max(t.in) as most')).toEqual(['most=7']);
    expect(rows('filter @message like /not/ | fields @message | limit 5')[0]).toMatch(
      /^@message=not JSON @ptr=/,
    );
    expect(rows('fields m | sort m desc | limit 1')[0]).toMatch(/^m=b/);
  });

  it.each(['parse @message "*"', 'stats median(x)', 'filter a > 1', 'stats count(*) by f(x)'])(
    'refuses %s',
    (text) => expect(() => parseQuery(text)).toThrow('unexpected symbol'),
  );
});

it('events are ordered by timestamp, ingestion and id', () => {
  const at = (timestamp: number, ingestionTime: number, eventId: string) => ({
    timestamp,
    ingestionTime,
    eventId,
  });
  const sorted = [at(1, 5, 'a'), at(1, 6, 'a'), at(1, 6, 'b'), at(2, 3, 'a')];
  expect(sorted.toReversed().sort(byTime)).toEqual(sorted);
});
