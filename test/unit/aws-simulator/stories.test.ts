import { expect, test } from 'vitest';
import { appliedValue } from '../../aws-simulator/server/service-quotas/applied.ts';
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

test('every story has calls, one sentence, a place and a finding', () => {
  for (const { name, tells, workload, source, finding } of STORIES) {
    expect(tells.endsWith('.'), name).toBe(true);
    expect(finding.says.endsWith('.'), name).toBe(true);
    if (workload === null) continue;
    const { during } = told(name);
    expect(during.length, name).toBeGreaterThan(0);
    expect(new Set(during.map((call) => call.source)), name).toEqual(new Set([SOURCES[source]]));
  }
  expect(new Set(STORIES.map(({ name }) => name)).size).toBe(STORIES.length);
});

test('agent-loop: one session for hours, with growing context', () => {
  const { during } = told('agent-loop');
  const perSession = Map.groupBy(during, (call) => call.identity.arn);
  const loop = [...perSession.values()].toSorted((x, y) => y.length - x.length)[0] ?? [];
  expect(loop.length).toBeGreaterThan(500);
  expect(loop[30]?.tokens.input).toBeGreaterThan(8 * (loop[0]?.tokens.input ?? 0));
});

test('monday-throttle: refused in bursts while a third of the quota is used and more than all of it reserved', () => {
  const { from, to, during, outside } = told('monday-throttle');
  expect(new Date(from * 1000).toISOString()).toBe('2026-11-16T14:00:00.000Z');
  expect(to).toBeLessThan(end);
  const throttled = (call: (typeof all)[number]) =>
    call.outcome.kind === 'failed' && call.outcome.errorCode === 'ThrottlingException';
  expect(share(during, throttled)).toBeGreaterThan(0.2);
  expect(share(during, throttled)).toBeLessThan(0.7);
  expect(share(outside, throttled)).toBeLessThan(0.01);
  const quota = appliedValue(ACCOUNTS.shop, 'us-east-1', 'L-7C1E55A0') ?? 0;
  // Output tokens of Claude Sonnet 5.5 count ten times; cache reads not at all.
  const used = (call: (typeof all)[number]) =>
    call.tokens.input + call.tokens.cacheWrite + 10 * call.tokens.output;
  const reserved = (call: (typeof all)[number]) =>
    throttled(call) ? 0 : call.tokens.input + call.tokens.cacheRead + call.tokens.cacheWrite + 16_000;
  const perMinute = (of: (call: (typeof all)[number]) => number) =>
    during.reduce((sum, call) => sum + of(call), 0) / 60 / quota;
  expect(perMinute(used)).toBeGreaterThan(0.2);
  expect(perMinute(used)).toBeLessThan(0.45);
  expect(perMinute(reserved)).toBeGreaterThan(1);
});

test('a refused call is tried again, as a request of its own, and only once let through', () => {
  const { during } = told('monday-throttle');
  expect(new Set(during.map((call) => call.requestId)).size).toBe(during.length);
  const tries = [...Map.groupBy(during, (call) => call.prompt.label).values()];
  const again = tries.filter((calls) => calls.length > 1);
  expect(again.length).toBeGreaterThan(50);
  for (const calls of tries) {
    const sorted = calls.toSorted((x, y) => x.at - y.at);
    expect(sorted.slice(0, -1).every((call) => call.outcome.kind === 'failed')).toBe(true);
  }
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

test('denied-retries: nothing but refusals, four in a row, from five days before the end', () => {
  const { from, during, outside } = told('denied-retries');
  expect(end - from).toBe(5 * 24 * HOUR);
  expect(outside).toEqual([]);
  for (const call of during) {
    expect(call.outcome).toEqual({ kind: 'failed', errorCode: 'AccessDeniedException' });
    expect(Object.values(call.tokens).every((count) => count === 0)).toBe(true);
  }
  const tries = [...Map.groupBy(during, (call) => call.prompt.label).values()].map((calls) => calls.length);
  expect(tries.filter((count) => count === 4).length).toBeGreaterThan(0.9 * tries.length);
});

test('unread-cache: writes on every call, no reads, and calls too far apart to share', () => {
  const { during } = told('unread-cache');
  const answered = during.filter((call) => call.outcome.kind === 'answered');
  expect(answered.every((call) => call.tokens.cacheRead === 0 && call.tokens.cacheWrite >= 9000)).toBe(true);
  expect((14 * 24 * 60) / answered.length).toBeGreaterThan(30);
});

test('untagged-application: the one application of its account without a tag of its own', () => {
  expect(told('untagged-application').during.every((call) => call.tags === null)).toBe(true);
  const shop = all.filter((call) => call.source.account === ACCOUNTS.shop && call.tags === null);
  // A Bedrock agent calls by itself and cannot tag.
  expect(new Set(shop.map((call) => call.workload))).toEqual(new Set(['ticket-router', 'order-agent']));
});

test('steady-load: a call in each minute, near the break-even of reserved capacity', () => {
  const { during } = told('steady-load');
  const minutes = Map.groupBy(during, (call) => Math.floor(call.at / 60));
  expect([...minutes.values()].every((calls) => calls.length === 1)).toBe(true);
  const hours = (Math.ceil(NOW / HOUR) * HOUR - (end - 10 * 24 * HOUR)) / HOUR;
  expect(minutes.size).toBe(60 * hours);
  // Claude Haiku 4.5 regional: $1.10 and $5.50 a million; reserved for a month $0.066 and $0.33 an hour for 1,000 a minute.
  const sizes = during.map(({ tokens }) => tokens);
  const onDemand =
    sizes.reduce((sum, { input, output }) => sum + (input * 1.1 + output * 5.5) / 1e6, 0) / hours;
  const most = (of: (typeof sizes)[number][keyof (typeof sizes)[number]][]) => Math.max(...of) / 1000;
  const reserved =
    most(sizes.map(({ input }) => input)) * 0.066 + most(sizes.map(({ output }) => output)) * 0.33;
  expect(onDemand / reserved).toBeGreaterThan(0.8);
  expect(onDemand / reserved).toBeLessThan(1.2);
});

test('growing-application: an eighth more each week, under its quota for now', () => {
  const long = createWorld({ seed: 5, now: NOW, days: 84, rate: 400 });
  const weekly = Array.from({ length: 12 }, (_, week) => {
    const to = end - (11 - week) * 7 * 24 * HOUR;
    return long
      .hours({ from: to - 7 * 24 * HOUR, to })
      .flatMap((hour) =>
        long.callsOf(hour, SOURCES.europeWest).filter(({ workload }) => workload === 'translation'),
      ).length;
  });
  const growth = ((weekly[11] ?? 0) / (weekly[0] ?? 1)) ** (1 / 11);
  expect(growth).toBeGreaterThan(1.09);
  expect(growth).toBeLessThan(1.15);
  const quota = appliedValue(ACCOUNTS.europe, 'eu-west-1', 'L-C0326783') ?? 0;
  const perMinute = Map.groupBy(told('growing-application').during, (call) => Math.floor(call.at / 60));
  const peak = Math.max(
    ...[...perMinute.values()].map((calls) =>
      calls.reduce((sum, { tokens }) => sum + tokens.input + tokens.output, 0),
    ),
  );
  expect(peak / quota).toBeGreaterThan(0.3);
  expect(peak / quota).toBeLessThan(1);
});

test('price-change: on a UTC day in the midst of ninety days, whatever the clock', () => {
  const story = STORIES.find(({ name }) => name === 'price-change');
  for (const at of ['2026-01-01T00:00:00Z', '2026-11-19T12:00:00Z', '2028-02-29T23:00:00Z']) {
    const to = Date.parse(at) / 1000;
    const { from = 0 } = story?.when(to) ?? {};
    expect(from % 86_400).toBe(0);
    expect((to - from) / 86_400).toBeGreaterThanOrEqual(45);
    expect((to - from) / 86_400).toBeLessThan(46);
  }
});

test('idle-capacity: on demand before the unit was bought, through the unit since', () => {
  const long = createWorld({ seed: 5, now: NOW, days: 35 });
  const calls = long
    .hours()
    .flatMap((hour) =>
      long.callsOf(hour, SOURCES.shopWest).filter(({ workload }) => workload === 'recommendations'),
    );
  const { from } = told('idle-capacity');
  expect(end - from).toBe(24 * 24 * HOUR - 5 * HOUR);
  for (const { at, modelId } of calls)
    expect(modelId.includes(':provisioned-model/'), String(at)).toBe(at >= from);
  expect(new Set(calls.map(({ at }) => at >= from)).size).toBe(2);
});

test('legacy-model, long-context, idle-capacity and dark-region go on all the time', () => {
  expect(told('legacy-model').during.every((call) => call.modelId.includes('claude-3-haiku'))).toBe(true);
  expect(share(told('long-context').during, (call) => call.tokens.input > 200_000)).toBeGreaterThan(0.4);
  const idle = told('idle-capacity').during;
  expect(idle.every((call) => call.modelId.includes(':provisioned-model/'))).toBe(true);
  expect(idle.length / 14).toBeLessThan(24);
  expect(told('dark-region').during.every((call) => call.source.account === ACCOUNTS.engineering)).toBe(true);
});
