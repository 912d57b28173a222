import { describe, expect, it } from 'vitest';
import { NO_MEASURES } from '../../../src/domain/measures.ts';
import { type NanoUsd, nanoUsd, usdString } from '../../../src/domain/money.ts';
import type { InvocationFact } from '../../../src/domain/usage.ts';
import type { Store } from '../../../src/store/port.ts';
import { readOverview } from '../../../web/overview/read.ts';
import type { Words } from '../../../web/overview/sentence.ts';
import { sentenceOf } from '../../../web/overview/sentence.ts';
import { fact } from '../../support.ts';
import { webWith } from './support.ts';

const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const NOVA = 'amazon.nova-lite-v1:0';
const role = (name: string) => `arn:aws:sts::111122223333:assumed-role/${name}`;
const plain = (words: readonly Words[]) =>
  words
    .map((word) => (typeof word === 'string' ? word : 'strong' in word ? word.strong : word.name))
    .join('');

/** A million input tokens of Haiku 4.5 are $1.10, of Nova Lite $0.06 (us-east-1). */
const million = (at: string, name: string, modelId = HAIKU, times = 1): InvocationFact[] =>
  Array.from({ length: times }, () =>
    fact({ at, modelId, arn: `${role(name)}/s`, tokens: { input: 1_000_000 } }),
  );

/** Now is 2026-11-20 12:30, so hours up to 12:00 are compared: 1 – 20 Nov 12:00 with 1 – 20 Oct 12:00. */
const facts = [
  ...million('2026-09-30T00:00:00Z', 'old'),
  // October up to the same point: app $2.20 + batch $0.06; later in October is not compared.
  ...million('2026-10-05T10:00:00Z', 'app', HAIKU, 2),
  ...million('2026-10-05T10:00:00Z', 'batch', NOVA),
  ...million('2026-10-06T10:00:00Z', 'leaver', NOVA),
  ...million('2026-10-25T10:00:00Z', 'app', HAIKU, 9),
  // November: app $4.40 in complete hours and $1.10 in the running one, batch $0.12, new $0.06.
  ...million('2026-11-10T10:00:00Z', 'app', HAIKU, 4),
  ...million('2026-11-20T12:20:00Z', 'app', HAIKU),
  ...million('2026-11-11T10:00:00Z', 'batch', NOVA, 2),
  ...million('2026-11-12T10:00:00Z', 'new', NOVA),
  fact({ at: '2026-11-12T10:00:00Z', arn: role('app'), errorCode: 'ThrottlingException' }),
  fact({
    at: '2026-11-12T11:00:00Z',
    modelId: 'amazon.nova-9-v1:0',
    arn: role('new'),
    tokens: { input: 42 },
  }),
];

async function overview(query = '', given = facts) {
  const { deps } = await webWith({ facts: given });
  return readOverview(deps, new URLSearchParams(query));
}

const costs = (rows: readonly { key: readonly (string | null)[]; cost: NanoUsd | null }[]) =>
  rows.map(({ key, cost }) => [
    key[0]?.split('/').at(-1) ?? null,
    cost === null ? null : usdString(cost).slice(0, 4),
  ]);

describe('the overview', () => {
  it('answers with the total, compares like with like, and names the cause', async () => {
    // $5.68 so far; complete hours $4.58 against $2.32: +97 %. The rise is $2.26, of which app has $2.20 (97 %).
    const { sentence } = await overview();
    expect(plain(sentence)).toBe(
      '$5.68 so far in November, 97\u00a0% above October at this point; 97\u00a0% of the rise is principal app; 42 more tokens have no price',
    );
  });

  it('has tables whose rows are the API’s, dearest first, with what is gone at the end', async () => {
    const { principals, models } = await overview();
    expect(costs(principals.rows)).toEqual([
      ['app', '5.50'],
      ['batch', '0.12'],
      ['new', '0.06'],
      ['leaver', '0.00'],
    ]);
    expect(costs(models.rows)).toEqual([
      [HAIKU, '5.50'],
      [NOVA, '0.18'],
      ['amazon.nova-9-v1:0', null],
    ]);
    expect(principals.rows.map(({ change }) => change?.kind)).toEqual(['changed', 'changed', 'new', 'gone']);
    // app: $4.40 against $2.20. leaver: $0.06 to nothing.
    expect(principals.rows[0]?.change).toMatchObject({ delta: 2_200_000_000n, ratio: 1 });
    expect(principals.rows[3]?.change).toMatchObject({ delta: -60_000_000n });
    expect(principals.rows[0]?.share).toBeCloseTo(5.5 / 5.68, 3);
  });

  it.each([
    '',
    'since=7d',
    'since=24h',
    `model=${HAIKU}`,
    'by=operation',
    'tag=team',
    'compare=none',
    'q=app',
  ])('has totals equal to the API’s under "%s"', async (query) => {
    const { get, deps } = await webWith({ facts });
    const page = await readOverview(deps, new URLSearchParams(query));
    const params = new URLSearchParams(query);
    const where = params.get('model') ? `&where=model=${params.get('model')}` : '';
    const range = params.get('since') ? `since=${params.get('since')}` : '';
    const { total } = (await (await get(`/api/spend?${range}${where}`)).json()) as {
      total: { cost: string };
    };
    for (const table of [page.models, page.principals, page.breakdown]) {
      expect(usdString(table.total.cost ?? nanoUsd(-1n))).toBe(total.cost);
      const parts = [...table.rows, ...(table.rest ? [table.rest.row] : [])];
      expect(parts.reduce((sum, { cost }) => sum + (cost ?? 0n), 0n)).toBe(table.total.cost);
    }
    const bars = page.chart.buckets.reduce((sum, { cost }) => sum + (cost ?? 0n), 0n);
    expect(bars).toBe(page.models.total.cost);
  });

  it('asks the store at most eleven questions, whatever is asked of it', async () => {
    for (const query of ['', 'since=7d', `model=${HAIKU}&by=session`, 'from=2026-10-01&to=2026-11-01']) {
      const { deps } = await webWith({ facts });
      let questions = 0;
      const counting = new Proxy(deps.store, {
        get(store, name: keyof Store) {
          questions += 1;
          return (store[name] as (...args: unknown[]) => unknown).bind(store);
        },
      });
      await readOverview({ ...deps, store: counting }, new URLSearchParams(query));
      // Two of them, for the colours of models, are asked once an hour.
      expect(questions).toBeLessThanOrEqual(11);
    }
  });

  it('filters by several dimensions, and by rows without a value', async () => {
    const both = await overview(`model=${NOVA}&principal=${role('batch')}`);
    expect(both.models.total.measures.input).toBe(2_000_000);
    const role2 = await overview('principal=arn:aws:iam::111122223333:role/path/batch');
    expect(role2.models.total.measures.input).toBe(2_000_000);
    const none = await overview('agent=(none)');
    expect(none.models.total.measures.input).toBe(8_000_042);
  });

  it('keeps rows that do not match the search in the sum, out of sight', async () => {
    const { principals } = await overview('q=BATCH');
    expect(costs(principals.rows)).toEqual([['batch', '0.12']]);
    expect(principals.rest).toMatchObject({ rows: 3 });
  });

  it('draws what runs as running, what was silent as empty, and what nobody knows as unknown', async () => {
    const { chart } = await overview();
    const state = (label: string) => chart.chart.buckets.find((bucket) => bucket.label === label)?.state;
    expect(state('10 Nov')).toBe('whole');
    expect(state('13 Nov')).toBe('empty');
    expect(state('20 Nov')).toBe('running');
    expect(state('25 Nov')).toBe('unknown');
    const haiku = chart.chart.series.find(({ name }) => name === 'Claude Haiku 4.5');
    expect(haiku?.values.slice(8, 13)).toEqual([null, 4.4, null, 0, null]);
    const before = await overview('from=2026-09-28&to=2026-10-08');
    expect(before.chart.chart.buckets.map((bucket) => bucket.state)).toEqual([
      'unknown',
      'unknown',
      'whole',
      ...Array.from({ length: 4 }, () => 'empty'),
      'whole',
      'whole',
      'empty',
    ]);
  });

  it('draws ten models at most, and the rest as one', async () => {
    const many = Array.from({ length: 14 }, (_, i) =>
      fact({ modelId: `anthropic.model-${i}`, tokens: { input: 100 * (i + 1) } }),
    );
    const { chart } = await overview('measure=tokens', many);
    expect(chart.chart.series).toHaveLength(10);
    // 14 models: the nine largest by themselves, 100 + … + 500 tokens together.
    expect(chart.chart.series.at(-1)).toMatchObject({ name: '5 other models', slot: null });
    expect(chart.chart.series.at(-1)?.values).toContain(1500);
  });

  it('says of usage without any price that it has none', async () => {
    const { sentence, figures } = await overview('', [
      fact({ modelId: 'amazon.nova-9-v1:0', tokens: { input: 42 } }),
    ]);
    expect(plain(sentence)).toBe('42 tokens so far in November, none of them with a price');
    expect(figures.map(({ value }) => value)).toEqual(['—', '42', '1', '0.0 %', '—', '42']);
  });
});

describe('the sentence', () => {
  const wording = { range: 'in October', before: 'September' };
  const cost = nanoUsd(4_182_100_000_000n);
  const total = { total: NO_MEASURES, cost, cause: null, wording, scope: '' };
  it.each([
    [0.23, '$4,182.10 in October, 23\u00a0% above September'],
    [-0.052, '$4,182.10 in October, 5.2\u00a0% below September'],
    [0.001, '$4,182.10 in October, level with September'],
    [11, '$4,182.10 in October, 12 times September'],
  ])('tells a change of %d', (ratio, text) => {
    const change = { kind: 'changed', delta: nanoUsd(1n), ratio } as const;
    expect(plain(sentenceOf({ ...total, change }))).toBe(text);
  });

  it('tells who is behind it', () => {
    const change = { kind: 'changed', delta: nanoUsd(1n), ratio: -0.5 } as const;
    const cause = { kind: 'agent', name: 'claims-triage', share: 1.4 };
    expect(plain(sentenceOf({ ...total, change, cause, scope: 'prod' }))).toBe(
      '$4,182.10 in October for prod, 50\u00a0% below September; more than the whole fall is agent claims-triage',
    );
  });

  it('compares with nothing when there was nothing', () => {
    expect(plain(sentenceOf({ ...total, change: null }))).toBe('$4,182.10 in October');
  });
});

describe('an overview of nothing but usage without a price', () => {
  it('draws its tokens, and has no amount in its total', async () => {
    const { page } = await webWith({
      facts: [fact({ modelId: 'amazon.nova-9-v1:0', tokens: { input: 42 } })],
    });
    const html = await page('/');
    expect(html).toContain('Tokens per day by model');
    expect(html).not.toContain('$0.00');
    expect(html).toContain('/api/unpriced?');
    const csv = await page('/api/unpriced?from=2026-11-01&to=2026-12-01&format=csv&table=rows');
    expect(csv).toMatch(/^model,modelId,.*\r?\namazon\.nova-9-v1:0,/);
  });
});
