import { expect, test } from 'vitest';
import { ACCOUNTS, createWorld, SOURCES, STORIES } from '../../aws-simulator/world/index.ts';

const NOW = Date.parse('2026-11-19T12:34:56Z') / 1000;
const HOUR = 3600;
const world = createWorld({ seed: 5, now: NOW, days: 14, bodies: 'small' });
const end = Math.floor(NOW / HOUR) * HOUR;
const all = world
  .hours()
  .flatMap((hour) => Object.values(SOURCES).flatMap((source) => [...world.callsOf(hour, source)]));

/** Calls of a story's workload within its time, and outside. */
function told(name: string) {
  const story = STORIES.find((each) => each.name === name);
  if (!story) throw new Error(`no story ${name}`);
  const { from, to } = story.when(end);
  const calls = all.filter((call) => call.workload === story.workload);
  const during = calls.filter((call) => call.at >= from && call.at < to);
  return { from, to, during, outside: calls.filter((call) => !during.includes(call)) };
}

const share = <T>(items: readonly T[], is: (item: T) => boolean) => items.filter(is).length / items.length;

test('every story has calls and one sentence', () => {
  for (const { name, tells } of STORIES) {
    expect(told(name).during.length, name).toBeGreaterThan(0);
    expect(tells.endsWith('.')).toBe(true);
  }
});

test('agent-loop: one session for hours, with growing context', () => {
  const { during } = told('agent-loop');
  const perSession = Map.groupBy(during, (call) => call.identity.arn);
  const loop = [...perSession.values()].toSorted((x, y) => y.length - x.length)[0] ?? [];
  expect(loop.length).toBeGreaterThan(500);
  expect(loop[30]?.tokens.input).toBeGreaterThan(8 * (loop[0]?.tokens.input ?? 0));
});

test('monday-throttle: on the Monday before the end, and over by then', () => {
  const { from, to, during, outside } = told('monday-throttle');
  expect(new Date(from * 1000).toISOString()).toBe('2026-11-16T14:05:00.000Z');
  expect(to).toBeLessThan(end);
  const throttled = (call: (typeof all)[number]) =>
    call.outcome.kind === 'failed' && call.outcome.errorCode === 'ThrottlingException';
  expect(share(during, throttled)).toBeGreaterThan(0.25);
  expect(share(outside, throttled)).toBeLessThan(0.01);
});

test('cache-regression: reads fall, writes rise', () => {
  const { during, outside } = told('cache-regression');
  const read = (calls: typeof all) =>
    calls.reduce((sum, call) => sum + call.tokens.cacheRead, 0) / calls.length;
  const written = (calls: typeof all) =>
    calls.reduce((sum, call) => sum + call.tokens.cacheWrite, 0) / calls.length;
  expect(read(during)).toBeLessThan(read(outside) / 5);
  expect(written(during)).toBeGreaterThan(written(outside) * 5);
});

test('guardrail-wave: a third of the inputs are blocked', () => {
  const { during, outside } = told('guardrail-wave');
  const blocked = (call: (typeof all)[number]) => call.outcome.kind === 'blocked';
  expect(share(during, blocked)).toBeGreaterThan(0.2);
  expect(share(outside, blocked)).toBeLessThan(0.06);
});

test('new-model: begins eleven days before the end', () => {
  const { during, outside } = told('new-model');
  expect(outside).toEqual([]);
  expect(during[0]?.modelId).toBe('us.amazon.nova-3-pro-preview-v1:0');
});

test('repeated-prompts: a third of the prompts are among a dozen', () => {
  const { during } = told('repeated-prompts');
  const times = Map.groupBy(during, (call) => call.prompt.label);
  const often = [...times.values()].filter((calls) => calls.length > 20);
  expect(often.length).toBe(12);
  expect(often.flat().length / during.length).toBeCloseTo(0.35, 1);
});

test('legacy-model, long-context, idle-capacity and dark-region go on all the time', () => {
  expect(told('legacy-model').during.every((call) => call.modelId.includes('claude-3-haiku'))).toBe(true);
  expect(share(told('long-context').during, (call) => call.tokens.input > 200_000)).toBeGreaterThan(0.4);
  const idle = told('idle-capacity').during;
  expect(idle.every((call) => call.modelId.includes(':provisioned-model/'))).toBe(true);
  expect(idle.length / 14).toBeLessThan(24);
  expect(told('dark-region').during.every((call) => call.source.account === ACCOUNTS.engineering)).toBe(true);
});
