/**
 * The simulator's own API, under `/_simulator`: the truth, the clock, what goes wrong and who may do what.
 * @module
 */
import { Hono } from 'hono';
import { z } from 'zod';
import { SOURCES } from '../../world/accounts.ts';
import { STORIES } from '../../world/stories.ts';
import { faultSchema } from '../faults/fault.ts';
import type { Simulator } from '../simulator.ts';
import { truthOf, untilNow } from './ledger-rows.ts';
import { metricMinutesOf } from './metric-minutes.ts';

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const clockChange = z.union([
  z.strictObject({ now: instant }),
  z.strictObject({ advanceSeconds: z.number() }),
]);
const rangeQuery = z.object({ from: instant.optional(), to: instant.optional() });
const permissionChange = z.union([
  z.strictObject({ allow: z.literal('all') }),
  z.strictObject({ allow: z.array(z.string()), account: z.string().optional() }),
]);

export function controlApi(simulator: Simulator): Hono {
  const { clock, faults, calls, permissions, world } = simulator;
  const app = new Hono();
  app.onError((error, c) =>
    error instanceof z.ZodError
      ? c.json({ error: z.prettifyError(error) }, 400)
      : c.json({ error: error.message }, 500),
  );

  const time = () => ({ now: new Date(clock.now()).toISOString() });
  app.get('/clock', (c) => c.json(time()));
  app.post('/clock', async (c) => {
    const change = clockChange.parse(await c.req.json());
    if ('now' in change) clock.set(change.now);
    else clock.advance(change.advanceSeconds * 1000);
    return c.json(time());
  });

  app.get('/faults', (c) => c.json({ faults: faults.list() }));
  app.post('/faults', async (c) => c.json({ id: faults.add(faultSchema.parse(await c.req.json())) }, 201));
  app.delete('/faults', (c) => {
    faults.clear();
    return c.json({});
  });
  app.delete('/faults/:id', (c) => (faults.remove(c.req.param('id')) ? c.json({}) : c.json({}, 404)));

  app.get('/calls', (c) => c.json({ calls: calls.list() }));
  app.delete('/calls', (c) => {
    calls.reset();
    return c.json({});
  });

  app.post('/permissions', async (c) => {
    const change = permissionChange.parse(await c.req.json());
    if (change.allow === 'all') permissions.allowAll();
    else permissions.allowOnly(change.allow, 'account' in change ? change.account : undefined);
    return c.json({});
  });

  const rangeOf = (query: Record<string, string>) => {
    const { from, to } = rangeQuery.parse(query);
    const whole = untilNow(simulator);
    return {
      from: from === undefined ? whole.from : from / 1000,
      to: to === undefined ? whole.to : to / 1000,
    };
  };
  app.get('/ledger', (c) => {
    const range = rangeOf(c.req.query());
    return c.json({ from: iso(range.from), to: iso(range.to), rows: truthOf(simulator, range) });
  });
  app.get('/metric-minutes', (c) => {
    const range = rangeOf(c.req.query());
    return c.json({ from: iso(range.from), to: iso(range.to), rows: metricMinutesOf(simulator, range) });
  });

  app.get('/stories', (c) =>
    c.json({
      stories: STORIES.map(({ name, tells, workload, source, finding, when }) => {
        const { from, to } = when(world.history.to - (world.history.to % 3600));
        const { account, region } = SOURCES[source];
        return { name, tells, workload, account, region, from: iso(from), to: iso(to), finding };
      }),
    }),
  );
  return app;
}

const iso = (seconds: number): string | null =>
  Number.isFinite(seconds) ? new Date(seconds * 1000).toISOString() : null;
