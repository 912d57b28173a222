import { describe, expect, it } from 'vitest';
import { createRater, loadPriceBook } from '../../../pricing/index.ts';
import { Memo, type RuleTask, task } from '../../../src/alarms/ask/task.ts';
import { RULE_TASKS } from '../../../src/alarms/ask/tasks.ts';
import { Evaluator } from '../../../src/alarms/evaluate.ts';
import { GAP_SECONDS } from '../../../src/alarms/lifecycle/settings.ts';
import { transition } from '../../../src/alarms/lifecycle/transition.ts';
import { RULE_NAMES } from '../../../src/config/alarms.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { at } from '../../support.ts';
import { evaluation, observation, settingsOf } from './maker.ts';

const START = at('2026-11-20T10:00:00Z');
const book = loadPriceBook();

/** Looks a minute apart for so long; the minutes in which the rule was asked. */
async function asked(
  every: number,
  blind: readonly Record<string, string>[],
  minutes: number,
  rules: object = {},
) {
  const store = openSqliteStore(':memory:');
  const config = configSchema.parse({ alarms: { rules } });
  const made: number[] = [];
  const tasks: RuleTask[] = [task({ rule: 'quota', every, look: async () => ({ observations: [], blind }) })];
  const evaluator = new Evaluator(tasks);
  for (let minute = 0; minute < minutes; minute++) {
    // A look is a second late now and then.
    const now = epochSeconds(START + minute * 60 - (minute % 3 === 0 ? 0 : 1));
    const seen = await evaluator.evaluate({ store, book, rater: createRater(book), config, now });
    if (seen.length > 0) made.push(minute);
  }
  await store.close();
  return made;
}

describe('every rule', () => {
  it('is asked often enough that a pending alarm can fire', () => {
    for (const { rule, every } of RULE_TASKS) expect([rule, 2 * every < GAP_SECONDS]).toEqual([rule, true]);
  });

  it('of the configuration is asked, and no other', () => {
    expect(RULE_TASKS.map(({ rule }) => rule).toSorted()).toEqual([...RULE_NAMES].toSorted());
  });
});

describe('a rule that this version does not have', () => {
  it('is clear at the first look, so that its alarms end', async () => {
    const store = openSqliteStore(':memory:');
    const config = configSchema.parse({});
    const old = evaluation([observation(START, { rule: 'renamedSince' })]);
    await store.changeAlarms((state) => transition(state, [old], START, settingsOf({})).change, START);
    const evaluator = new Evaluator([]);
    const context = { store, book, rater: createRater(book), config, now: START };
    expect(await evaluator.evaluate(context)).toEqual([
      { rule: 'renamedSince', observations: [], blind: [], error: null },
    ]);
    expect(await evaluator.evaluate(context)).toEqual([]);
    await store.close();
  });
});

describe('what a look keeps', () => {
  it('is made once an hour, unless it is not known yet', async () => {
    const memo = new Memo();
    const answers = [null, 1, 2];
    const ask = (seconds: number) =>
      memo.hourly('x', epochSeconds(START + seconds), async () => answers.shift() ?? null);
    expect([await ask(0), await ask(60), await ask(120), await ask(3600)]).toEqual([null, 1, 1, 2]);
  });
});

describe('how often a rule is asked', () => {
  it('is its own pace, and every two minutes in the first quarter of an hour', async () => {
    expect(await asked(600, [], 40)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 26, 36]);
    expect(await asked(60, [], 5)).toEqual([0, 1, 2, 3, 4]);
  });

  it('is every two minutes while it can say nothing', async () => {
    expect((await asked(600, [{}], 24)).slice(-3)).toEqual([18, 20, 22]);
    // Some places without data are no reason to hurry.
    expect((await asked(600, [{ region: 'x' }], 40)).slice(-2)).toEqual([26, 36]);
  });

  it('is as ever where it is switched off: its alarms end', async () => {
    expect(await asked(600, [{}], 30, { quota: false })).toContain(26);
  });
});
