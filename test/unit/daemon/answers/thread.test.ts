import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRater, loadPriceBook } from '../../../../pricing/index.ts';
import { parseCapacityRequest } from '../../../../src/analysis/capacity/request.ts';
import { answersHere, type QuestionName, type RequestOf } from '../../../../src/answers/questions.ts';
import { defaultConfig } from '../../../../src/config/schema.ts';
import { errorOf, failureOf } from '../../../../src/daemon/answers/messages.ts';
import { type AnswersHooks, AnswersThread } from '../../../../src/daemon/answers/thread.ts';
import { MeterError, UsageError } from '../../../../src/domain/errors.ts';
import { epochSeconds, isoInstant, monthOf, toWholeHours } from '../../../../src/domain/time.ts';
import type { InvocationFact } from '../../../../src/domain/usage.ts';
import { openSqliteStore } from '../../../../src/store/sqlite/sqlite-store.ts';
import { KeptAnswers } from '../../../../web/answers/kept.ts';
import { at, fact } from '../../../support.ts';
import { webWith } from '../../web/support.ts';

const NOW = at('2026-11-20T12:30:00Z');
const RANGE = toWholeHours({ from: epochSeconds(NOW - 86_400), to: NOW });
const EVERYTHING = { range: RANGE, where: [] };
const config = defaultConfig();

/** A thread by the script; `open` lets its long computations end. */
function scripted(
  onCrash: (message: string, again: number) => void = () => undefined,
  more: Partial<AnswersHooks> = {},
) {
  const gate = new SharedArrayBuffer(4);
  const setup = { database: ':memory:', config, gate };
  const worker = new URL('./scripted-worker.ts', import.meta.url);
  const thread = new AnswersThread(setup, {
    onCrash,
    onFault: () => undefined,
    worker,
    random: () => 0,
    ...more,
  });
  onTestFinished(() => thread.stop());
  const open = () => {
    Atomics.store(new Int32Array(gate), 0, 1);
    Atomics.notify(new Int32Array(gate), 0);
  };
  return { thread, open };
}

const budgets = (thread: AnswersThread, urgency?: 'now' | 'later') =>
  thread.ask('budgets', null, NOW, urgency).then(({ answer }): unknown => answer);

describe('the answering thread', () => {
  it('holds up no other request: a light one asked after a heavy one is answered while that is computed', async () => {
    const { thread, open } = scripted();
    const answers = new KeptAnswers({ heavy: thread, now: () => NOW });
    const { get } = await webWith({ answers, now: NOW });
    const answered: string[] = [];
    const heavy = Promise.resolve(get('/api/savings')).then(() => answered.push('heavy'));
    expect((await get('/healthz')).status).toBe(200);
    expect((await get('/spend.csv')).status).toBe(200);
    answered.push('light');
    open();
    await heavy;
    expect(answered).toEqual(['light', 'heavy']);
  });

  it('works on what people ask before what nobody waits for', async () => {
    const { thread, open } = scripted();
    const first = thread.ask('savings', EVERYTHING, NOW);
    const [later, now] = [budgets(thread, 'later'), budgets(thread)];
    open();
    expect((await first).answer).toBe(1);
    expect([await now, await later]).toEqual([2, 3]);
  });

  it('fails what was asked of a thread that crashes, tells it, and answers again with the next thread', async () => {
    const crashed = Promise.withResolvers<[string, number]>();
    const { thread } = scripted((...told) => crashed.resolve(told));
    const doomed = thread.ask('agents', { ...EVERYTHING, limit: 1 }, NOW);
    const waiting = budgets(thread);
    for (const lost of [doomed, waiting]) {
      await expect(lost).rejects.toThrow(MeterError);
      await expect(lost).rejects.toThrow(/cannot be computed now.*out of luck/);
    }
    const [message, again] = await crashed.promise;
    expect([message, again]).toEqual(['out of luck', 1]);
    await expect(budgets(thread)).rejects.toThrow(/out of luck/);
    // The next thread answers; until it is there, whoever asks is told.
    let answer: unknown = null;
    while (answer === null) {
      answer = await budgets(thread).catch(() => null);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(answer).toBe(1);
  });

  it('shows a page of its own for a question that is lost with its thread', async () => {
    const { thread } = scripted();
    const answers = new KeptAnswers({ heavy: thread, now: () => NOW });
    const { get } = await webWith({ answers, now: NOW });
    const page = await get('/agents');
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('try again in a moment');
  });

  it('stops in the middle of a question, which fails', async () => {
    const { thread, open } = scripted();
    const asked = thread.ask('savings', EVERYTHING, NOW);
    const refused = expect(asked).rejects.toThrow('the daemon is stopping');
    const stopped = thread.stop();
    open();
    await Promise.all([refused, stopped]);
    await expect(budgets(thread)).rejects.toThrow('the daemon is stopping');
  });

  it('gives its memory back when nobody asks for a while: the next question has a thread of its own', async () => {
    const { thread } = scripted(undefined, { idleMilliseconds: 0 });
    expect([await budgets(thread), await budgets(thread)]).toEqual([1, 2]);
    // Later than the end of the pause, which began earlier and is shorter.
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect([await budgets(thread), await budgets(thread)]).toEqual([1, 2]);
  });

  it('that nobody has asked has nothing to end', async () => {
    const { thread } = scripted();
    await thread.stop();
    await expect(budgets(thread)).rejects.toThrow('the daemon is stopping');
  });

  it('refuses more questions than can wait, and one that cannot be handed over', async () => {
    const { thread, open } = scripted();
    const first = thread.ask('savings', EVERYTHING, NOW);
    const odd = thread.ask('session', { ...EVERYTHING, session: (() => '') as never }, NOW);
    const waiting = Array.from({ length: 99 }, () => budgets(thread));
    await expect(budgets(thread)).rejects.toThrow('100 questions wait for an answer already');
    const refused = expect(odd).rejects.toThrow(/session cannot be handed over/);
    open();
    expect((await first).answer).toBe(1);
    await refused;
    expect((await Promise.all(waiting)).at(-1)).toBe(100);
  });
});

describe('an error', () => {
  it('keeps class, message, hint and exit code on its way between threads', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(
        text,
        fc.option(text, { nil: undefined }),
        fc.constantFrom(0, 1, 2),
        (message, hint, kind) => {
          const options = hint === undefined ? {} : { hint };
          const error = [
            new UsageError(message, options),
            new MeterError(message, { ...options, exitCode: 3 }),
            new TypeError(message),
          ][kind];
          const back = errorOf(structuredClone(failureOf(error)));
          expect(back).toBeInstanceOf([UsageError, MeterError, Error][kind]);
          expect(back instanceof MeterError).toBe(kind < 2);
          expect(back.message).toBe(message);
          expect(back.stack).toBe(error?.stack);
          if (back instanceof MeterError) {
            expect([back.hint, back.exitCode]).toEqual([hint, kind === 0 ? 2 : 3]);
          }
        },
      ),
    );
  });
});

const MODELS = [
  'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'amazon.nova-lite-v1:0',
  'nobody.knows-this-v1:0',
] as const;
const AGENT =
  'arn:aws:sts::111122223333:assumed-role/AgentRole/BedrockAgents-ABCDE12345-00000001-aaaa-4bbb-8ccc-000000000000';

/** Two weeks with every kind of caller and call. */
function facts(): InvocationFact[] {
  return Array.from({ length: 2_000 }, (_, i) =>
    fact({
      requestId: `r${i}`,
      at: isoInstant(epochSeconds(NOW - ((i * 7919) % (14 * 86_400)))),
      modelId: MODELS[i % 3] ?? '',
      tokens: { input: (i * 37) % 5_000, output: (i * 11) % 900 },
      ...(i % 5 === 0 ? { arn: AGENT } : {}),
    }),
  );
}

/** Any question that pages ask, with any range and filters. */
const asked = fc
  .record({
    hours: fc.integer({ min: 1, max: 24 * 20 }),
    back: fc.integer({ min: 0, max: 24 * 5 }),
    model: fc.option(fc.oneof(fc.constantFrom(...MODELS), fc.string({ unit: 'binary', maxLength: 40 })), {
      nil: undefined,
    }),
    window: fc.constantFrom('hour', 'day', 'week'),
    growth: fc.boolean(),
    name: fc.constantFrom(
      ...([
        'agents',
        'anomalies',
        'anomalyBand',
        'budgets',
        'capacity',
        'coverage',
        'forecast',
        'quota',
      ] as const),
      ...(['quotaDetail', 'quotaFamilies', 'savings', 'session', 'spendCoverage'] as const),
    ),
  })
  .map(({ hours, back, model, window, growth, name }): [QuestionName, RequestOf<QuestionName>] => {
    const to = epochSeconds(NOW - back * 3600);
    const range = toWholeHours({ from: epochSeconds(to - hours * 3600), to });
    const where = model === undefined ? [] : [{ dimension: 'modelId' as const, values: [model] }];
    const place = { account: '111122223333', region: 'us-east-1' };
    const requests: { readonly [N in QuestionName]: RequestOf<N> } = {
      agents: { range, where, limit: hours },
      anomalies: { range, where, band: null },
      anomalyBand: { range, where, band: { dimension: 'model', value: model ?? null } },
      budgets: null,
      capacity: { ...parseCapacityRequest({ unitPrice: '39.60' }, NOW, (key) => key), range },
      coverage: { range, account: null, region: growth ? 'us-east-1' : null },
      forecast: { period: monthOf(NOW), by: growth ? 'model' : null, where },
      quota: { request: { window }, parts: { growth } },
      quotaDetail: { quota: { ...place, code: 'L-0' }, window, growth },
      quotaFamilies: null,
      savings: { range, where },
      session: { range, where, session: model ?? 's' },
      spendCoverage: { range, where },
    };
    return [name, requests[name]];
  });

describe('answers of the thread', () => {
  it('are those that are computed where they are asked, errors included', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bedrock-meter-answers-'));
    const database = join(folder, 'store.db');
    const store = openSqliteStore(database);
    const book = loadPriceBook();
    const rater = createRater(book);
    await store.ingest(
      { source: { collector: 'file', account: null, region: null }, facts: facts(), now: NOW },
      rater,
    );
    const thread = new AnswersThread(
      { database, config },
      { onCrash: () => undefined, onFault: () => undefined },
    );
    onTestFinished(async () => {
      await thread.stop();
      await store.close();
      rmSync(folder, { recursive: true });
    });
    const here = answersHere(() => ({ store, book, rater, config }));
    const settled = (asking: Promise<{ answer: unknown }>) =>
      asking.then(
        ({ answer }) => ({ answer }),
        (error: unknown) => ({ error: failureOf(error).kind, message: failureOf(error).message }),
      );
    let rows = 0;
    await fc.assert(
      fc.asyncProperty(asked, async ([name, request]) => {
        const there = await settled(thread.ask(name, request, NOW));
        expect(there).toStrictEqual(await settled(here.ask(name, request, NOW)));
        if ('answer' in there) rows += JSON.stringify(there.answer, bigints)?.length ?? 0;
      }),
      { numRuns: 60 },
    );
    expect(rows).toBeGreaterThan(10_000);
  });
});

const bigints = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
