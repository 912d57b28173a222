/**
 * The advisor over a real store; each saving worked out by hand from the price sheet (pricing facts, section 2 and 4).
 *
 * Claude Haiku 4.5, per million tokens: in-region 1.10 in, 5.50 out, 0.11 read, 1.375 written for 5 minutes; global
 * 1.00, 5.00, 0.10, 1.25; batch in-region 0.55, 2.75.
 */
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRater, loadPriceBook } from '../../../pricing/index.ts';
import { savingsAnswer, savingsJson } from '../../../src/answers/savings.ts';
import { configSchema } from '../../../src/config/schema.ts';
import type { InvocationFact } from '../../../src/domain/usage.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { at, type FactText, fact as factOf } from '../../support.ts';

const book = loadPriceBook();
const rater = createRater(book);
const NOW = at('2026-11-20T00:00:00Z');
/** Ten days with data in every case below, so a month is three times the range. */
const RANGE = { from: at('2026-11-10T00:00:00Z'), to: NOW };
/** In the middle of the range unless told otherwise. */
const fact = (text: FactText = {}) => factOf({ at: '2026-11-15T10:15:00Z', ...text });
const ENDS = [fact({ at: '2026-11-10T00:30:00Z' }), fact({ at: '2026-11-19T23:30:00Z' })];
const GLOBAL = 'global.anthropic.claude-haiku-4-5-20251001-v1:0';
const MODEL = 'anthropic.claude-haiku-4-5-20251001-v1:0';

async function contextWith(facts: readonly InvocationFact[], config: object = {}) {
  const store = openSqliteStore(':memory:');
  onTestFinished(() => store.close());
  const source = { collector: 'file', account: null, region: null };
  await store.ingest({ source, facts: [...ENDS, ...facts], now: NOW }, rater);
  return { store, book, rater, config: configSchema.parse(config), now: NOW };
}

async function findings(facts: readonly InvocationFact[], rule: string, config: object = {}) {
  const answer = await savingsAnswer(await contextWith(facts, config), { range: RANGE, where: [] });
  return answer.findings.filter((finding) => finding.rule === rule);
}

const many = (n: number, make: (i: number) => InvocationFact) => Array.from({ length: n }, (_, i) => make(i));
const arn = (role: string) => `arn:aws:sts::111122223333:assumed-role/${role}/s`;

describe('cache writes never read', () => {
  const used = (cacheRead: number) =>
    findings(
      [fact({ modelId: GLOBAL, tokens: { input: 1_000_000, cacheWrite5m: 40_000_000, cacheRead } })],
      'unread-cache',
    );

  it('costs what the writes cost more than plain input', async () => {
    // 40 M x (1.25 - 1.00) = $10 in ten days, $30 a month.
    expect(await used(0)).toMatchObject([{ saving: 10_000_000_000n, usdPerMonth: 30_000_000_000n }]);
  });

  it('sets the reads off against them', async () => {
    // 5 M reads save 5 x 0.90 = $4.50: $5.50 are left.
    expect(await used(5_000_000)).toMatchObject([{ saving: 5_500_000_000n }]);
    // 12 M reads save $10.80, more than the writes cost: caching pays.
    expect(await used(12_000_000)).toEqual([]);
  });
});

describe('repeated prompts', () => {
  it('counts every call but the first of the same request by the same caller', async () => {
    const send = (i: number, role: string, promptHash: bigint) =>
      fact({
        ...{ modelId: GLOBAL, arn: arn(role), promptHash, at: `2026-11-1${1 + (i % 5)}T10:00:00Z` },
        tokens: { input: 1_000_000, output: 100_000 },
      });
    const facts = [
      ...many(5, (i) => send(i, 'job', 1n)),
      ...many(3, (i) => send(i, 'job', 2n)),
      send(0, 'job', 3n),
      send(0, 'other', 1n),
    ];
    // Six again, each 1.00 + 0.50.
    expect(await findings(facts, 'repeated-prompts')).toMatchObject([{ saving: 9_000_000_000n }]);
  });
});

describe('the global profile', () => {
  it('is the same usage at the global price', async () => {
    const facts = [fact({ tokens: { input: 100_000_000, output: 10_000_000 } })];
    // 110 + 55 = $165 in-region, 100 + 50 = $150 global. The two end marks cost nothing.
    expect(await findings(facts, 'global-profile')).toMatchObject([
      { saving: 15_000_000_000n, where: { modelId: MODEL } },
    ]);
  });

  it('is not offered to who has it', async () => {
    const facts = [fact({ modelId: GLOBAL, tokens: { input: 100_000_000 } })];
    expect(await findings(facts, 'global-profile')).toEqual([]);
  });
});

describe('batch candidates', () => {
  const nightly = (day: number, hour: string) =>
    fact({
      arn: arn('nightly'),
      at: `2026-11-${day}T${hour}:05:00Z`,
      tokens: { input: 10_000_000, output: 1_000_000 },
    });

  it('are callers that work in the same few hours, at half the price', async () => {
    const facts = [11, 12, 13, 14].map((day) => nightly(day, day % 2 === 0 ? '23' : '02'));
    // Four times 11.00 + 5.50, of which batch saves half: $33. The window wraps over midnight.
    const [found] = await findings(facts, 'batch');
    expect(found).toMatchObject({ saving: 33_000_000_000n });
    expect(found?.evidence[0]).toContain('on 4 days');
  });

  it('are not callers that work all day, nor those seen twice', async () => {
    const allDay = ['01', '05', '09', '13', '17', '21'].flatMap((hour) =>
      [11, 12, 13].map((day) => nightly(day, hour)),
    );
    expect(await findings(allDay, 'batch')).toEqual([]);
    expect(await findings([nightly(11, '02'), nightly(12, '02')], 'batch')).toEqual([]);
  });
});

describe('findings without dollars', () => {
  it('say that output limits are far above use, only where nearly every call states one', async () => {
    const call = (maxTokens: number | null) =>
      fact({ at: '2026-11-19T10:00:00Z', maxTokens, tokens: { input: 10, output: 500 } });
    const asking = many(250, () => call(8000));
    const [found] = await findings(asking, 'output-limits');
    expect(found).toMatchObject({ usdPerMonth: null, where: { modelId: MODEL } });
    expect(found?.title).toContain('16 times');
    expect(found?.evidence[1]).toBe('on average 8.00 k asked for, 500 used');
    expect(await findings([...asking, ...many(100, () => call(null))], 'output-limits')).toEqual([]);
    expect(
      await findings(
        many(250, () => call(3999)),
        'output-limits',
      ),
    ).toEqual([]);
  });

  it('name unpriced usage, but not what is billed by the hour', async () => {
    const unit = 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abcdefghijkl';
    const facts = [
      fact({ modelId: 'acme.mystery-v1:0', tokens: { input: 70_000, output: 7 } }),
      fact({ modelId: unit, tokens: { input: 5000 } }),
    ];
    const found = await findings(facts, 'unpriced');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ where: { model: 'acme.mystery-v1:0' }, usdPerMonth: null });
  });

  it('name what carries no required tag', async () => {
    const facts = [
      fact({ tokens: { input: 9_000_000 }, tags: { team: 'a' } }),
      fact({ tokens: { input: 1_000_000 } }),
    ];
    const required = { tags: { required: ['team'] } };
    const [found] = await findings(facts, 'untagged', required);
    expect(found?.title).toContain('10.0 %');
    expect(await findings(facts.slice(0, 1), 'untagged', required)).toEqual([]);
  });

  it('name slow models by the nearest rank', async () => {
    const call = (i: number, slow: number) =>
      fact({ latencyMs: i < slow ? 40_000 : 800, at: '2026-11-19T10:00:00Z' });
    // The 95th of 100 calls, in order, is slow once six are.
    expect(
      await findings(
        many(98, (i) => call(i, 7)),
        'slow',
      ),
    ).toHaveLength(1);
    expect(
      await findings(
        many(98, (i) => call(i, 5)),
        'slow',
      ),
    ).toEqual([]);
  });

  it('name calls refused over and over', async () => {
    const denied = many(60, () => fact({ errorCode: 'AccessDeniedException', at: '2026-11-19T10:00:00Z' }));
    expect(await findings(denied, 'refused')).toHaveLength(1);
    expect(await findings(denied.slice(0, 40), 'refused')).toEqual([]);
  });
});

describe('models and units of the inventory', () => {
  const place = { account: '111122223333', region: 'us-east-1', at: at('2026-11-19T00:00:00Z') };

  it('names legacy models that are called, with the day they end', async () => {
    const context = await contextWith([fact({ tokens: { input: 1000 } })]);
    const lifecycle = { status: 'LEGACY', endOfLife: at('2027-03-01T00:00:00Z') };
    const items = [MODEL, 'anthropic.claude-3-haiku-20240307-v1:0'].map((id) => ({
      id,
      body: { id, lifecycle },
    }));
    await context.store.putSnapshot({ ...place, kind: 'foundation-model', items });
    const { findings } = await savingsAnswer(context, { range: RANGE, where: [] });
    const legacy = findings.filter(({ rule }) => rule === 'legacy-models');
    expect(legacy).toHaveLength(1);
    expect(legacy[0]?.title).toContain('ends on 2027-03-01');
  });

  const UNIT = 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abcdefghijkl';
  async function idle(terms: object) {
    const context = await contextWith([fact({ modelId: UNIT })]);
    const body = {
      ...{
        arn: UNIT,
        name: 'recs',
        modelUnits: 2,
        desiredModelUnits: 2,
        status: 'InService',
        modelArn: null,
      },
      foundationModelArn: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-canvas-v1:0',
      ...{
        commitment: null,
        commitmentEnds: null,
        created: at('2026-11-01T00:00:00Z'),
        updated: null,
        ...terms,
      },
    };
    await context.store.putSnapshot({ ...place, kind: 'provisioned-model', items: [{ id: UNIT, body }] });
    const { findings } = await savingsAnswer(context, { range: RANGE, where: [] });
    return findings.filter(({ rule }) => rule === 'idle-units')[0];
  }

  it('names units with hardly a call, and what they cost', async () => {
    const unit = await idle({});
    // Two units at $60.50 an hour for 240 hours; a month has 720.
    expect(unit).toMatchObject({ saving: 29_040_000_000_000n, usdPerMonth: 87_120_000_000_000n });
    expect(unit?.evidence).toEqual([
      '1 calls in 240 hours, 239 of them without any',
      '$29,040.00 paid in the range',
      'no commitment: it can be deleted today',
    ]);
  });

  it('extrapolates from the hours that a unit has been there', async () => {
    // 24 hours of it: two units at $60.50 for 720 hours all the same.
    expect(await idle({ created: at('2026-11-19T00:00:00Z') })).toMatchObject({
      saving: 2_904_000_000_000n,
      usdPerMonth: 87_120_000_000_000n,
    });
  });

  it('promises nothing while a commitment runs, and says what comes after', async () => {
    const unit = await idle({ commitment: 'OneMonth', commitmentEnds: at('2026-12-01T00:00:00Z') });
    expect(unit).toMatchObject({ saving: null, usdPerMonth: null });
    // Two units at $55 an hour.
    expect(unit?.evidence[2]).toBe(
      'committed until 2026-12-01: from then on $79,200.00 a month can be saved',
    );
  });
});

describe('the list', () => {
  const again = (i: number) =>
    fact({
      ...{ at: `2026-11-1${i === 0 ? 4 : 5}T10:00:00Z`, modelId: GLOBAL, promptHash: 5n, arn: arn('again') },
      tokens: { input: 10_000_000 },
    });

  it('makes no month of what happened once', async () => {
    const facts = many(3, () => again(0));
    const answer = await savingsAnswer(await contextWith(facts), { range: RANGE, where: [] });
    expect(answer.findings).toMatchObject([{ rule: 'repeated-prompts', usdPerMonth: 20_000_000_000n }]);
    expect(answer.findings[0]?.evidence.at(-1)).toContain('all within one day');
  });

  it('is ranked by dollars a month, and adds up', async () => {
    const facts = [
      fact({ tokens: { input: 100_000_000 } }),
      ...many(3, (i) => again(i)),
      fact({ modelId: 'acme.mystery-v1:0', tokens: { input: 70_000 } }),
    ];
    const answer = await savingsAnswer(await contextWith(facts), { range: RANGE, where: [] });
    // Repeats: two times $10 in ten days; global: 110 - 100.
    expect(answer.findings.map(({ rule, usdPerMonth }) => [rule, usdPerMonth])).toEqual([
      ['repeated-prompts', 60_000_000_000n],
      ['global-profile', 30_000_000_000n],
      ['unpriced', null],
    ]);
    expect(savingsJson(answer)).toMatchObject({ usdPerMonth: '90.000000000', secondsWithData: 864_000 });
  });

  it('says nothing about an empty store', async () => {
    const store = openSqliteStore(':memory:');
    onTestFinished(() => store.close());
    const context = { store, book, rater, config: configSchema.parse({}), now: NOW };
    expect(await savingsAnswer(context, { range: RANGE, where: [] })).toMatchObject({
      findings: [],
      seconds: 0,
    });
  });
});
