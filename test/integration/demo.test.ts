/**
 * The demo, started as `npm run demo` starts it, against the ledger of its world.
 * @module
 */
import { expect, it } from 'vitest';
import { epochSeconds } from '../../src/domain/time.ts';
import { type Demo, demoPort, startDemo } from '../aws-simulator/demo.ts';
import { createWorld } from '../aws-simulator/world/index.ts';
import { at } from '../support.ts';

const START = at('2026-11-20T10:30:00Z');
const DAYS = 2;
const SEED = '7';

async function totalOf(demo: Demo) {
  const answer = await fetch(`${demo.url}/api/spend?from=2026-11-01&to=2026-12-01`);
  return ((await answer.json()) as { total: { invocations: number; failedInvocations: number } }).total;
}

it('holds its history to the call, goes on live, is labelled as made up, and stops', async () => {
  let now: number = START;
  const said: string[] = [];
  const demo = await startDemo({
    port: 0,
    days: DAYS,
    seed: SEED,
    clock: () => epochSeconds(now),
    liveMilliseconds: 20,
    say: (line) => said.push(line),
  });
  try {
    await demo.history;
    const world = createWorld({ seed: SEED, now: START, days: DAYS, bodies: 'small' });
    const history = world.ledger().total();
    const { invocations, failedInvocations } = history;
    expect(invocations).toBeGreaterThan(1_000);
    expect(await totalOf(demo)).toMatchObject({ invocations, failedInvocations });

    now = START + 1_800;
    const live = world.ledger({ from: START, to: now }).total();
    expect(live.invocations).toBeGreaterThan(10);
    await expect
      .poll(async () => (await totalOf(demo)).invocations, { timeout: 20_000, interval: 50 })
      .toBe(invocations + live.invocations);
    expect(await (await fetch(demo.url)).text()).toMatch(/demo data/i);
    expect(said).toEqual([]);
  } finally {
    await demo.close();
  }
  await expect(fetch(demo.url)).rejects.toThrow();
});

it('takes its port from PORT and says so when that is none', () => {
  expect(demoPort(undefined)).toBe(8484);
  expect(demoPort('9000')).toBe(9000);
  for (const text of ['http', '-1', '70000', '80.5'])
    expect(() => demoPort(text)).toThrow(`PORT ${text}: not a port number`);
});
