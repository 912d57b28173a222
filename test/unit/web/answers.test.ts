import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Given, HeavyAnswers, QuestionName, RequestOf } from '../../../src/answers/questions.ts';
import { answersHere } from '../../../src/answers/questions.ts';
import { MeterError } from '../../../src/domain/errors.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import { canonical } from '../../../web/answers/canonical.ts';
import { askFirst } from '../../../web/answers/first.ts';
import { KeptAnswers } from '../../../web/answers/kept.ts';
import { answersOf, type WebDeps } from '../../../web/deps.ts';
import { PAGES } from '../../../web/views/nav.tsx';
import { fact } from '../../support.ts';
import { NOW, webWith } from './support.ts';

type Asked = [name: QuestionName, request: RequestOf<QuestionName>, urgency: string];

/** Answers with how many questions there were; the next one fails, or waits, where the test says so. */
function counting(bytes = 0) {
  const asked: Asked[] = [];
  const errors: unknown[] = [];
  const next: { answer?: () => Promise<unknown> } = {};
  const heavy: HeavyAnswers = {
    ask: async <N extends QuestionName>(name: N, request: RequestOf<N>, _now: number, urgency = 'now') => {
      asked.push([name, request, urgency]);
      const count = asked.length;
      const { answer } = next;
      delete next.answer;
      return { answer: (answer ? await answer() : count) as unknown, bytes } as Given<N>;
    },
  };
  const clock = { seconds: 0, now: NOW };
  const kept = new KeptAnswers({
    heavy,
    now: () => clock.now,
    elapsed: () => clock.seconds * 1000,
    onError: (error) => errors.push(error),
  });
  return { kept, asked, next, clock, errors };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('kept answers', () => {
  it('share one computation between those who ask the same at the same time', async () => {
    const { kept, asked, next } = counting();
    const gate = Promise.withResolvers<string>();
    next.answer = () => gate.promise;
    const both = [kept.fresh('budgets', null), kept.forPage().ask('budgets', null)];
    gate.resolve('one');
    expect(await Promise.all(both)).toEqual(['one', 'one']);
    expect(asked).toHaveLength(1);
  });

  it('are as good as new for a minute', async () => {
    const { kept, clock } = counting();
    expect(await kept.fresh('budgets', null)).toBe(1);
    clock.seconds = 59.9;
    const page = kept.forPage();
    expect([await page.ask('budgets', null), page.age]).toEqual([1, null]);
    clock.seconds = 60;
    expect(await kept.fresh('budgets', null)).toBe(2);
  });

  it('are shown with their age while the next are made, for a quarter of an hour', async () => {
    const { kept, asked, clock } = counting();
    await kept.fresh('budgets', null);
    clock.seconds = 300;
    const page = kept.forPage();
    expect([await page.ask('budgets', null), page.age]).toEqual([1, 300]);
    expect(asked[1]?.[2]).toBe('later');
    await settle();
    const next = kept.forPage();
    expect([await next.ask('budgets', null), next.age]).toEqual([2, null]);
    clock.seconds = 1_200;
    const late = kept.forPage();
    expect([await late.ask('budgets', null), late.age]).toEqual([3, null]);
  });

  it('say the age of the oldest of a page', async () => {
    const { kept, clock } = counting();
    await kept.fresh('budgets', null);
    clock.seconds = 100;
    await kept.fresh('quotaFamilies', null);
    clock.seconds = 170;
    const page = kept.forPage();
    await page.ask('quotaFamilies', null);
    expect(page.age).toBe(70);
    await page.ask('budgets', null);
    expect(page.age).toBe(170);
  });

  it('count as old when the clock was set, or stands still', async () => {
    const { kept, clock } = counting();
    await kept.fresh('budgets', null);
    clock.now = epochSeconds(NOW - 3_600);
    expect(await kept.fresh('budgets', null)).toBe(2);
    clock.seconds = 61;
    expect(await kept.fresh('budgets', null)).toBe(3);
  });

  it('keep no failure; one that nobody waits for is told, and the old answer stays', async () => {
    const { kept, next, clock, errors } = counting();
    const failure = new MeterError('the thread has stopped');
    const fail = () => Promise.reject(failure);
    next.answer = fail;
    await expect(kept.fresh('budgets', null)).rejects.toBe(failure);
    expect(await kept.fresh('budgets', null)).toBe(2);
    clock.seconds = 120;
    next.answer = fail;
    expect((await kept.ask('budgets', null, { stale: 900 })).answer).toBe(2);
    await settle();
    expect(errors).toEqual([failure]);
    expect((await kept.ask('budgets', null, { stale: 900 })).answer).toBe(2);
  });

  it('forget those not asked for longest, by number and by size', async () => {
    const session = (name: string) => ({ range: { from: NOW, to: NOW }, where: [], session: name });
    const many = counting();
    for (let i = 0; i < 201; i++) await many.kept.fresh('session', session(`s${i}`));
    await many.kept.fresh('session', session('s200'));
    expect(many.asked).toHaveLength(201);
    await many.kept.fresh('session', session('s0'));
    expect(many.asked).toHaveLength(202);
    const large = counting(6_000_000);
    for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) await large.kept.fresh('session', session(name));
    // The third does not fit: b goes, because a was asked for again.
    expect(large.asked.map(([, request]) => request?.['session' as never])).toEqual(['a', 'b', 'c', 'b']);
  });

  it('are of their question: no two requests that differ share one', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(canonical(a) === canonical(b)).toBe(canonical(sortedJson(a)) === canonical(sortedJson(b)));
        expect(JSON.parse(canonical(a))).toEqual(JSON.parse(JSON.stringify(a)));
      }),
    );
    expect(canonical({ a: 1, b: [1n] })).toBe(canonical({ b: [1n], c: undefined, a: 1 }));
    expect(canonical({ a: 1 })).not.toBe(canonical({ a: 1n }));
    expect(canonical(JSON.parse('{"__proto__":1}'))).toBe('{"__proto__":1}');
  });
});

/** The same data by an independent way: entries as sorted pairs. */
function sortedJson(value: unknown): unknown {
  if (Array.isArray(value)) return ['array', ...value.map(sortedJson)];
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).map(([key, one]) => [key, sortedJson(one)]);
  return ['object', ...pairs.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))];
}

/** A dashboard whose heavy answers are computed here and counted. */
async function countedWeb() {
  const names: string[] = [];
  const clock = { seconds: 0 };
  const found: { deps?: WebDeps } = {};
  const here = answersHere(() => {
    if (found.deps === undefined) throw new Error('asked before there is an app');
    return answersOf(found.deps);
  });
  const heavy: HeavyAnswers = {
    ask: (name, ...rest) => {
      names.push(name);
      return here.ask(name, ...rest);
    },
  };
  const answers = new KeptAnswers({ heavy, now: () => NOW, elapsed: () => clock.seconds * 1000 });
  const web = await webWith({ answers, facts: [fact(), fact({ at: '2026-11-20T11:15:00Z' })] });
  found.deps = web.deps;
  return { ...web, answers, names, clock };
}

describe('pages', () => {
  it('ask nothing anew that was asked beforehand', async () => {
    const { get, answers, names } = await countedWeb();
    await askFirst(answers.forLater(), () => NOW);
    const before = names.length;
    expect(before).toBeGreaterThan(8);
    for (const { path } of PAGES) expect((await get(path)).status).toBe(200);
    expect(names.slice(before)).toEqual([]);
  });

  it('say how old they are once they are old', async () => {
    const { page, clock } = await countedWeb();
    for (const path of [
      '/quotas',
      '/savings',
      '/coverage',
      '/agents',
      '/anomalies',
      '/capacity',
      '/forecast',
    ]) {
      clock.seconds = 0;
      expect(await page(path)).not.toMatch(/was computed \d+ minute/);
      clock.seconds += 130;
      expect(await page(path)).toContain('was computed 2 minutes ago');
      clock.seconds += 30;
      expect(await page(path)).not.toMatch(/was computed \d+ minute/);
      clock.seconds += 10_000;
    }
  });

  it('are never old for programs', async () => {
    const { get, names, clock } = await countedWeb();
    await get('/api/savings');
    clock.seconds = 61;
    await get('/api/savings');
    expect(names).toEqual(['savings', 'savings']);
  });
});
