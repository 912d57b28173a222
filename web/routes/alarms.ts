/**
 * Alarms: the page, one alarm, the API, and what people do about them.
 * @module
 */
import { type Context, Hono } from 'hono';
import { acknowledge, endSilence, silence } from '../../src/analysis/alarms/acts.ts';
import {
  act,
  alarmAnswer,
  alarmsAnswer,
  alarmsJson,
  alarmWithHistoryJson,
} from '../../src/answers/alarms.ts';
import { RULE_NAMES } from '../../src/config/alarms.ts';
import { UsageError } from '../../src/domain/errors.ts';
import { didYouMean } from '../../src/domain/nearest.ts';
import { parseSpan } from '../../src/domain/time.ts';
import { answersOf, type WebDeps } from '../deps.ts';
import { onNotFound } from '../http/failures.ts';
import { ownOriginOnly } from '../http/own-origin.ts';
import { alarmPage } from '../views/alarm.tsx';
import { alarmsPage } from '../views/alarms.tsx';
import { localPath } from './login.ts';

/** `/alarms`, `/alarms/ID`, the same as JSON under `/api`, and the forms of both pages. */
export function alarmRoutes(deps: WebDeps): Hono {
  const routes = new Hono();
  const missing = onNotFound(deps);
  const asked = (c: Context) => ({ all: c.req.query('all') === '1', rule: ruleOf(c.req.query('rule')) });
  routes.get('/api/alarms', async (c) => c.json(alarmsJson(await alarmsAnswer(answersOf(deps), asked(c)))));
  routes.get('/alarms', async (c) => {
    const request = asked(c);
    const answer = await alarmsAnswer(answersOf(deps), request);
    return c.html(alarmsPage({ deps, answer, all: request.all }));
  });
  routes.get('/api/alarms/:id{[0-9]{1,10}}', async (c) => {
    const context = answersOf(deps);
    const found = await alarmAnswer(context, Number(c.req.param('id')));
    return found === null ? missing(c) : c.json(alarmWithHistoryJson(found, context.now));
  });
  routes.get('/alarms/:id{[0-9]{1,10}}', async (c) => {
    const context = answersOf(deps);
    const found = await alarmAnswer(context, Number(c.req.param('id')));
    return found === null ? missing(c) : c.html(alarmPage({ deps, ...found, now: context.now }));
  });

  const own = ownOriginOnly(deps);
  const done = (c: Context, form: Form) => c.redirect(localPath(textOf(form, 'next') || '/alarms'), 303);
  routes.post('/alarms/:id{[0-9]{1,10}}/ack', own, async (c) => {
    const form = await c.req.parseBody();
    const now = deps.now();
    const who = { by: 'dashboard', note: textOf(form, 'note'), now };
    await act(deps.store, now, (state) => acknowledge(state, Number(c.req.param('id')), who));
    return done(c, form);
  });
  routes.post('/alarms/:id{[0-9]{1,10}}/silence', own, async (c) => {
    const form = await c.req.parseBody();
    const context = answersOf(deps);
    const found = await alarmAnswer(context, Number(c.req.param('id')));
    if (found === null) return missing(c);
    const { rule, labels } = found.alarm;
    const seconds = parseSpan(textOf(form, 'for')) ?? 0;
    const who = { by: 'dashboard', note: textOf(form, 'reason'), now: context.now };
    await act(deps.store, context.now, (state) => silence(state, { rule, labels, seconds }, who));
    return done(c, form);
  });
  routes.post('/alarms/silences/:id{[0-9]{1,10}}/end', own, async (c) => {
    const now = deps.now();
    const who = { by: 'dashboard', note: '', now };
    await act(deps.store, now, (state) => endSilence(state, Number(c.req.param('id')), who));
    return c.redirect('/alarms', 303);
  });
  return routes;
}

type Form = Readonly<Record<string, unknown>>;
const textOf = (form: Form, key: string): string => (typeof form[key] === 'string' ? form[key] : '');

function ruleOf(text: string | undefined): string | undefined {
  if (text === undefined || text === '' || (RULE_NAMES as readonly string[]).includes(text))
    return text || undefined;
  throw new UsageError(`rule ${text}: no such rule${didYouMean(text, RULE_NAMES)}`);
}
