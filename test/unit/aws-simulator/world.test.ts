import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createWorld, SOURCES, type World, type WorldOptions } from '../../aws-simulator/world/index.ts';

const NOW = Date.parse('2026-11-19T12:34:56Z') / 1000;
const HOUR = 3600;

const worldOf = (options: Partial<WorldOptions> = {}): World =>
  createWorld({ seed: 7, now: NOW, days: 2, ...options });

const linesOf = (world: World) => world.hours().flatMap((hour) => world.recordsOf(hour));

interface Parsed {
  requestId: string;
  timestamp: string;
  errorCode?: string;
  modelId: string;
  operation: string;
  accountId: string;
  region: string;
  identity: { arn: string };
  input: Record<string, number | object | undefined>;
  output: Record<string, number | object | undefined>;
}

const parse = (line: string): Parsed => JSON.parse(line);

test('the same seed and clock give the same bytes, another seed others', () => {
  const first = linesOf(worldOf());
  expect(linesOf(worldOf())).toEqual(first);
  expect(linesOf(worldOf({ seed: 8 }))).not.toEqual(first);
  expect(linesOf(worldOf({ now: NOW + 60 }))).toEqual(first);
});

test('an hour generated alone is the hour of any longer run', () => {
  const long = worldOf({ days: 30 });
  const hours = long.hours();
  const whole = new Map(hours.slice(-100).map((hour) => [hour, long.recordsOf(hour)]));
  for (const hour of [hours.at(-1), hours.at(-7), hours.at(-60), hours.at(-99)]) {
    const alone = worldOf({ days: 1 }).recordsOf(hour ?? 0);
    expect(alone).toEqual(whole.get(hour ?? 0));
    expect(alone.length).toBeGreaterThan(0);
  }
});

test('minutes of live traffic add up to the hour', () => {
  const world = worldOf();
  const hour = Math.floor(NOW / HOUR) + 1;
  const minutes = Array.from({ length: 60 }, (_, i) => hour * HOUR + i * 60);
  const lines = minutes.flatMap((at) => world.recordsBetween(at, at + 60).map((record) => record.line));
  expect(lines).toEqual(worldOf().recordsOf(hour));
  expect(lines.length).toBeGreaterThan(0);
});

test('records are in the order of their time, within their hour', () => {
  const world = worldOf();
  for (const hour of world.hours()) {
    const times = world.recordsOf(hour).map((line) => Date.parse(parse(line).timestamp) / 1000);
    expect(times).toEqual(times.toSorted((x, y) => x - y));
    expect(times.every((at) => Math.floor(at / HOUR) === hour)).toBe(true);
  }
});

test.each(['none', 'small', 'natural'] as const)(
  'the ledger equals a naive count of %s records',
  (bodies) => {
    const world = worldOf({ bodies, rate: 60 });
    const counted = new Map<string, number[]>();
    const whole = { from: world.history.from, to: Math.ceil(NOW / HOUR) * HOUR };
    for (const line of linesOf(world)) {
      const record = parse(line);
      const principal = record.identity.arn.replace(/(:assumed-role\/[^/]+)\/.*/, '$1');
      const hour = record.timestamp.slice(0, 13);
      const key = [hour, record.accountId, record.region, record.modelId, principal].join(' ');
      const sum = counted.get(key) ?? [0, 0, 0, 0, 0, 0];
      const number = (value: unknown) => (typeof value === 'number' ? value : 0);
      const add = [
        record.errorCode ? 0 : 1,
        record.errorCode ? 1 : 0,
        number(record.input.inputTokenCount),
        number(record.output.outputTokenCount),
        number(record.input.cacheReadInputTokenCount),
        number(record.input.cacheWriteInputTokenCount),
      ];
      counted.set(
        key,
        sum.map((value, i) => value + (add[i] ?? 0)),
      );
    }
    const ledger = new Map(
      world
        .ledger(whole)
        .rows()
        .map((row) => {
          const hour = new Date(row.hour * HOUR * 1000).toISOString().slice(0, 13);
          const key = [hour, row.account, row.region, row.modelId, row.principal].join(' ');
          const { invocations, failedInvocations, input, output, cacheRead, cacheWrite } = row;
          return [key, [invocations, failedInvocations, input, output, cacheRead, cacheWrite]];
        }),
    );
    expect(counted.size).toBeGreaterThan(100);
    expect(counted).toEqual(ledger);
  },
);

test('request ids are unique', () => {
  const ids = linesOf(worldOf({ days: 10 })).map((line) => parse(line).requestId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('records with natural bodies compress about 3:1 and have bodies of a few KB, some near 100 KB', () => {
  const world = worldOf({ bodies: 'natural', rate: 100 });
  const hours = world.hours().slice(0, 30);
  let bytes = 0;
  let compressed = 0;
  const bodies: number[] = [];
  for (const hour of hours) {
    for (const { account, region } of world.sources) {
      const lines = world.recordsOf(hour, account, region);
      const text = lines.map((line) => `${line}\n`).join('');
      if (text === '') continue;
      bytes += Buffer.byteLength(text);
      compressed += gzipSync(text).length;
      for (const line of lines) {
        const body = parse(line).input.inputBodyJson;
        if (body) bodies.push(JSON.stringify(body).length);
      }
    }
  }
  bodies.sort((x, y) => x - y);
  expect(bytes / compressed).toBeGreaterThan(2.5);
  expect(bytes / compressed).toBeLessThan(3.5);
  expect(bodies[bodies.length >> 1]).toBeGreaterThan(2000);
  expect(bodies[bodies.length >> 1]).toBeLessThan(8000);
  expect(bodies.at(-1)).toBeGreaterThan(70_000);
  expect(bodies.at(-1)).toBeLessThan(102_400);
});

test('a Region without logging has calls and no records', () => {
  const world = worldOf();
  const { account, region } = SOURCES.engineeringEast;
  const calls = world.hours().flatMap((hour) => world.callsOf(hour, SOURCES.engineeringEast));
  expect(calls.length).toBeGreaterThan(0);
  expect(world.hours().flatMap((hour) => world.recordsOf(hour, account, region))).toEqual([]);
  expect(world.ledger(world.history, [SOURCES.engineeringEast]).total().invocations).toBeGreaterThan(0);
});

test('thirty-five days at the default rate are about 135,000 records', () => {
  const total = worldOf({ days: 35 }).ledger().total();
  const records = total.invocations + total.failedInvocations;
  expect(records).toBeGreaterThan(115_000);
  expect(records).toBeLessThan(155_000);
});
