/**
 * What is answered when there is no such page, the question is wrong, or something broke. Detail of what broke
 * goes to the log, never to the page.
 * @module
 */
import type { ErrorHandler, NotFoundHandler } from 'hono';
import { MeterError, messageOf, UsageError } from '../../src/domain/errors.ts';
import type { WebDeps } from '../deps.ts';
import { missingPage, problemPage } from '../views/problem.tsx';
import { wantsJson } from './wants-json.ts';

/** 404 with the way back, in the frame of every page. */
export const onNotFound = (deps: WebDeps): NotFoundHandler =>
  function notFound(c) {
    const message = `there is nothing at ${c.req.path}`;
    if (wantsJson(c)) return c.json({ error: 'not found', message }, 404);
    return c.html(missingPage(deps, c.req.path), 404);
  };

/** 400 for a wrong question, naming the parameter; 503 for an expected failure with its hint; else 500. */
export function onError(deps: WebDeps): ErrorHandler {
  return function failed(error, c) {
    if (error instanceof UsageError) {
      const message = messageOf(error);
      if (wantsJson(c)) return c.json({ error: 'wrong usage', message }, 400);
      const todo = 'Correct the address, or start again from the overview.';
      return c.html(problemPage({ title: 'This question cannot be answered', message, todo }), 400);
    }
    deps.onError?.(error);
    if (error instanceof MeterError) {
      const message = messageOf(error);
      const hint = error.hint ?? 'See the log of the daemon.';
      if (wantsJson(c)) return c.json({ error: 'failed', message, hint }, 503);
      return c.html(problemPage({ title: 'Not available now', message, todo: hint }), 503);
    }
    const message = 'something went wrong inside bedrock-meter; its log says what';
    if (wantsJson(c)) return c.json({ error: 'internal error', message }, 500);
    return c.html(
      problemPage({
        title: 'Something went wrong',
        message: 'This page could not be made. No data was lost: collecting goes on.',
        todo: 'Try again. If it happens again, look into the log of the daemon and report what it says.',
      }),
      500,
    );
  };
}
