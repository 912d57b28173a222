/**
 * Agents over a real store, with figures worked out by hand.
 *
 * Claude Haiku 4.5 called in-region costs $1.10 per million input and $5.50 per million output tokens (pricing facts,
 * section 2).
 */
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRater, loadPriceBook } from '../../../pricing/index.ts';
import { agentsAnswer, agentsJson, limitsOf } from '../../../src/answers/agents.ts';
import { parseAgentsRequest } from '../../../src/answers/agents-request.ts';
import { sessionAnswer } from '../../../src/answers/session.ts';
import { configSchema } from '../../../src/config/schema.ts';
import type { InvocationFact } from '../../../src/domain/usage.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { at, fact } from '../../support.ts';

const book = loadPriceBook();
const rater = createRater(book);
const NOW = at('2026-11-20T12:30:00Z');
const DAY = {
  range: { from: at('2026-11-20T00:00:00Z'), to: at('2026-11-21T00:00:00Z') },
  where: [],
  limit: 10,
};

const arnOf = (agent: string, n: number) =>
  `arn:aws:sts::111122223333:assumed-role/AgentRole/BedrockAgents-${agent}-0000000${n}-aaaa-4bbb-8ccc-000000000000`;
const call = (agent: string, n: number, minute: number, input: number, output: number, more: object = {}) =>
  fact({
    arn: arnOf(agent, n),
    at: `2026-11-20T10:${String(minute).padStart(2, '0')}:00Z`,
    tokens: { input, output },
    ...more,
  });

/** One agent plans in three growing steps, then answers another session at once. */
const PLANNER = [
  call('PLANNER001', 1, 1, 1000, 100, { toolUses: 1 }),
  call('PLANNER001', 1, 2, 2000, 100, { toolUses: 1 }),
  call('PLANNER001', 1, 3, 3000, 200),
  call('PLANNER001', 2, 9, 500, 50),
];

async function contextWith(facts: readonly InvocationFact[], config: object = {}) {
  const store = openSqliteStore(':memory:');
  onTestFinished(() => store.close());
  await store.ingest({ source: { collector: 'file', account: null, region: null }, facts, now: NOW }, rater);
  return { store, book, rater, config: configSchema.parse(config), now: NOW };
}

describe('agents', () => {
  it('adds up sessions and says how many tokens stand behind one of an answer', async () => {
    const answer = await agentsAnswer(await contextWith([...PLANNER, fact()]), DAY);
    const [agent] = answer.agents;
    expect(answer.agents).toHaveLength(1);
    expect(agent).toMatchObject({
      ...{ agent: 'PLANNER001', sessions: 2, calls: 4, tokens: 6950 },
      callsPerSession: { median: 1, p95: 3, max: 3 },
      // 6,500 x $1.10 + 450 x $5.50 per million.
      cost: 9_625_000n,
      // Half of it, rounded up.
      costPerSession: 4_812_500n,
      multiplierSessions: 2,
      overBudget: 0,
    });
    // 6,950 tokens for 200 + 50 of the two last answers.
    expect(agent?.multiplier).toBeCloseTo(27.8, 10);
    const [long] = answer.sessions;
    // 6,400 tokens; the last call had 3,000 + 200 of them, and its prompt was three times the first.
    expect(long?.detail).toMatchObject({
      multiplier: 32,
      contextMultiplier: 2,
      promptGrowth: 3,
      toolUses: 2,
    });
    expect(long?.cost).toBe(8_800_000n);
  });

  it('leaves out callers that are no agent, and says nothing of agents without calls', async () => {
    const answer = await agentsAnswer(await contextWith([fact(), fact()]), DAY);
    expect(answer).toMatchObject({ agents: [], sessions: [], sessionCount: 0 });
  });

  it('counts failed calls as calls, and keeps the last answer that came', async () => {
    const failed = call('PLANNER001', 1, 4, 0, 0, { errorCode: 'ThrottlingException' });
    const answer = await agentsAnswer(await contextWith([...PLANNER, failed]), DAY);
    expect(answer.sessions[0]).toMatchObject({ calls: 4, detail: { multiplier: 32, lastOutput: 200 } });
  });

  it('names the limits that a session passed; an agent may have its own', async () => {
    const limits = {
      sessionBudget: { calls: 2, tokens: 6400 },
      budgets: [{ agent: 'OTHERAGENT', usd: 0.0087 }],
    };
    const facts = [
      ...PLANNER,
      ...[1, 2, 3].map((minute) => call('OTHERAGENT', 7, minute, 2000, minute === 3 ? 200 : 100)),
    ];
    const { sessions } = await agentsAnswer(await contextWith(facts, { agents: limits }), DAY);
    const over = Object.fromEntries(
      sessions.map((session) => [`${session.agent} ${session.calls}`, session.over]),
    );
    // Exactly 6,400 tokens are within 6,400; $0.0088 are past $0.0087, while three calls are no matter to that agent.
    expect(over).toEqual({ 'PLANNER001 3': ['calls'], 'PLANNER001 1': [], 'OTHERAGENT 3': ['usd'] });
  });

  it('never calls a session without prices cheap', async () => {
    const unknown = { modelId: 'acme.mystery-v1:0' };
    const { sessions, agents } = await agentsAnswer(
      await contextWith([call('PLANNER001', 1, 1, 1_000_000, 10, unknown)]),
      DAY,
    );
    expect(sessions[0]).toMatchObject({ cost: null, tokens: 1_000_010 });
    expect(agents[0]).toMatchObject({ cost: null, costPerSession: null });
    expect(agentsJson({ ...DAY, agents, sessions, sessionCount: 1 }).sessions[0]).toMatchObject({
      cost: null,
      unpriced: { tokens: 1_000_010 },
    });
  });

  it('lists every session past its budget, however many are asked for', async () => {
    const context = await contextWith(PLANNER, { agents: { sessionBudget: { tokens: 1 } } });
    expect((await agentsAnswer(context, { ...DAY, limit: 1 })).sessions).toHaveLength(2);
  });

  it('keeps the same session name of two accounts apart', async () => {
    const other = { account: '444455556666' };
    const facts = [call('PLANNER001', 1, 1, 10, 1), call('PLANNER001', 1, 2, 20, 2, other)];
    const { sessions } = await agentsAnswer(await contextWith(facts), DAY);
    expect(sessions.map(({ account, tokens, detail }) => [account, tokens, detail?.multiplier])).toEqual([
      ['444455556666', 22, 11],
      ['111122223333', 11, 11],
    ]);
  });
});

describe('one session', () => {
  it('shows each call with what its prompt grew by, and what it repeats', async () => {
    const facts = [
      call('PLANNER001', 1, 1, 1000, 100, { promptHash: 7n }),
      call('PLANNER001', 1, 2, 1600, 100, { promptHash: 8n }),
      call('PLANNER001', 1, 3, 1000, 100, { promptHash: 7n }),
    ];
    const session = facts[0]?.caller.session ?? '';
    const { steps, cut } = await sessionAnswer(await contextWith(facts), { ...DAY, session });
    expect(cut).toBe(false);
    expect(steps.map(({ promptGrowth, repeats, cost }) => [promptGrowth, repeats, cost])).toEqual([
      [null, false, 1_650_000n],
      [600, false, 2_310_000n],
      [-600, true, 1_650_000n],
    ]);
  });
});

describe('the question', () => {
  const parse = (text: object) => parseAgentsRequest(text, NOW, (key) => `--${key}`);

  it.each([
    [{ limit: '0' }, /--limit 0: not a whole number/],
    [{ limit: '1e3' }, /--limit 1e3: not a whole number/],
    [{ where: ['hour=2026-11-20T10:00:00Z'] }, /--where hour: cannot be asked here/],
    [{ where: ['agent'] }, /not of the form DIM=VALUE/],
  ])('%j is refused', (text, complaint) => expect(() => parse(text)).toThrow(complaint));

  it('has a budget of $10 and 200 calls a session unless told otherwise', () => {
    const { agents } = configSchema.parse({});
    expect(limitsOf(agents, 'ANYAGENT01')).toEqual({ usd: 10_000_000_000n, calls: 200, tokens: null });
  });

  it('refuses a budget for what is no agent id', () => {
    expect(() => configSchema.parse({ agents: { budgets: [{ agent: 'planner', usd: 1 }] } })).toThrow(
      /an agent id looks like/,
    );
  });
});
