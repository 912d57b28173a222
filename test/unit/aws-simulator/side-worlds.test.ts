import { expect, test } from 'vitest';
import { createWorld, SOURCES } from '../../aws-simulator/world/index.ts';

const NOW = Date.parse('2026-11-19T12:34:56Z') / 1000;
const DAY = 86_400;
const world = createWorld({ seed: 5, now: NOW, days: 7 });

test('inferences on the mantle endpoint are engineering’s, the same every time', () => {
  const of = (source: (typeof SOURCES)[keyof typeof SOURCES]) =>
    world.hours().flatMap((hour) => [...world.inferencesOf(hour, source)]);
  const drawn = of(SOURCES.engineeringWest);
  expect(drawn.length).toBeGreaterThan(100);
  expect(of(SOURCES.shopEast)).toEqual([]);
  expect(
    createWorld({ seed: 5, now: NOW, days: 1 }).inferencesOf(
      drawn[0] ? Math.floor(drawn[0].at / 3600) : 0,
      SOURCES.engineeringWest,
    )[0],
  ).toEqual(drawn[0]);
  expect(drawn.some(({ failed }) => failed)).toBe(true);
});

test('there is one batch job each night, and on the last Sunday it goes badly', () => {
  const jobs = world.batchJobs({ from: NOW - 7 * DAY, to: NOW });
  expect(jobs.length).toBe(7);
  expect(new Set(jobs.map(({ id }) => id)).size).toBe(7);
  for (const { submittedAt, startedAt, endedAt, records, failedRecords, name } of jobs) {
    expect(submittedAt).toBeLessThan(startedAt);
    expect(startedAt).toBeLessThan(endedAt);
    const share = failedRecords / records;
    if (name.endsWith('2026-11-15')) expect(share).toBeGreaterThan(0.1);
    else expect(share).toBeLessThan(0.01);
  }
  expect(world.batchJobs({ from: NOW - 2 * DAY, to: NOW })).toEqual(jobs.slice(-2));
});

test('pictures are counted by the call, in no token', () => {
  const pictures = world
    .hours()
    .flatMap((hour) => [...world.callsOf(hour, SOURCES.shopEast)])
    .filter(({ workload }) => workload === 'banner-images');
  expect(pictures.length).toBeGreaterThan(10);
  for (const call of pictures) {
    expect(call.images).toBeGreaterThan(0);
    expect(call.tokens.input + call.tokens.output).toBe(0);
    const record = JSON.parse(world.lineOf(call));
    expect(record.output.outputBodyJson.images.length).toBe(call.images);
    expect(record.input).not.toHaveProperty('inputTokenCount');
  }
});
