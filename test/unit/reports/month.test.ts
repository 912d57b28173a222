/**
 * The monthly report over a real store; amounts worked out by hand.
 *
 * Claude Haiku 4.5 in-region: $1.10 per million input and $5.50 per million output tokens (pricing facts, section 2).
 */
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRater, loadPriceBook } from '../../../pricing/index.ts';
import { reportMonth } from '../../../src/cli/report.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import { monthOf } from '../../../src/domain/time.ts';
import type { InvocationFact } from '../../../src/domain/usage.ts';
import { REPORT_FORMATS } from '../../../src/reports/formats.ts';
import { markdownReport } from '../../../src/reports/markdown.ts';
import { monthReport } from '../../../src/reports/month/write.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { at, type FactText, fact as factOf } from '../../support.ts';

const book = loadPriceBook();
const rater = createRater(book);
const OCTOBER = monthOf(at('2026-10-01T00:00:00Z'));
const LATER = at('2026-11-20T12:30:00Z');
const fact = (text: FactText = {}) => factOf({ at: '2026-10-15T10:15:00Z', ...text });
const arn = (role: string) => `arn:aws:sts::111122223333:assumed-role/${role}/s`;

async function contextWith(
  facts: readonly InvocationFact[],
  more: { now?: typeof LATER; config?: object } = {},
) {
  const store = openSqliteStore(':memory:');
  onTestFinished(() => store.close());
  const now = more.now ?? LATER;
  await store.ingest({ source: { collector: 'file', account: null, region: null }, facts, now }, rater);
  return { store, book, rater, config: configSchema.parse(more.config ?? {}), now };
}

async function write(facts: readonly InvocationFact[], more: { now?: typeof LATER; config?: object } = {}) {
  const { files } = await monthReport(await contextWith(facts, more), OCTOBER, REPORT_FORMATS);
  const content = (format: string) => files.find((file) => file.format === format)?.content ?? '';
  return { html: content('html'), md: content('md'), csv: content('csv'), json: JSON.parse(content('json')) };
}

/** October: 20 M in and 1 M out, $22.00 + $5.50. September: 10 M in, $11.00. */
const TWO_MONTHS = [
  fact({ arn: arn('app'), tokens: { input: 15_000_000, output: 1_000_000 } }),
  fact({ arn: arn('job'), at: '2026-10-20T03:00:00Z', tokens: { input: 5_000_000 } }),
  fact({ arn: arn('app'), at: '2026-09-01T10:00:00Z', tokens: { input: 10_000_000 } }),
  fact({ at: '2026-11-01T00:00:00Z', tokens: { input: 99_000_000 } }),
];

describe('the monthly report', () => {
  it('says what the month cost, against the month before', async () => {
    const { html, md, json } = await write(TWO_MONTHS);
    expect(md).toContain(
      '**$27.50 in October 2026, +150.0 % against the month before; 100.0 % of it Claude Haiku 4.5.**',
    );
    expect(html).toContain('$27.50 in October 2026, +150.0 % against the month before');
    expect(json).toMatchObject({
      ...{ month: '2026-10', closed: true, from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' },
      total: { cost: '27.500000000', invocations: 2, tokens: { input: 20_000_000, output: 1_000_000 } },
      previous: { cost: '11.000000000' },
      priceVersions: [{ version: rater.version, cost: '27.500000000' }],
    });
  });

  it('splits the change into causes that add up', async () => {
    const { json } = await write(TWO_MONTHS);
    const { before, after, causes } = json.bridge;
    // Two calls for one: +$11. Then 21 M tokens against 20 M at $1.10 a million: +$1.10. Then 1 M of them are output
    // and cost $4.40 more than input.
    expect({ before, after }).toEqual({ before: '11.000000000', after: '27.500000000' });
    expect(causes).toMatchObject({
      volume: '11.000000000',
      tokensPerCall: '1.100000000',
      tokenKinds: '4.400000000',
      price: '0.000000000',
    });
  });

  it('has every caller, dearest first, with what has no value last', async () => {
    const { json, csv } = await write([...TWO_MONTHS, fact({ arn: '', tokens: { input: 50_000_000 } })]);
    const rows = json.by.principal.map((row: { value: string | null; cost: string }) => [
      row.value,
      row.cost,
    ]);
    expect(rows).toEqual([
      ['arn:aws:sts::111122223333:assumed-role/app', '22.000000000'],
      ['arn:aws:sts::111122223333:assumed-role/job', '5.500000000'],
      [null, '55.000000000'],
    ]);
    const [titles, total, ...lines] = csv
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','));
    expect(titles?.slice(0, 4)).toEqual(['month', 'dimension', 'value', 'costUsd']);
    expect(total?.slice(0, 4)).toEqual(['2026-10', 'total', '', '82.500000000']);
    for (const dimension of ['model', 'principal', 'account', 'region', 'agent']) {
      const costs = lines
        .filter((line) => line[1] === dimension)
        .map((line) => Math.round(1e9 * Number(line[3])));
      expect(costs.reduce((a, b) => a + b, 0)).toBe(82_500_000_000);
    }
  });

  it('has a table for each tag that everything should carry', async () => {
    const facts = [
      fact({ tags: { team: 'search' }, tokens: { input: 10_000_000 } }),
      fact({ tokens: { input: 20_000_000 } }),
    ];
    const { md } = await write(facts, { config: { tags: { required: ['team', 'cost-centre'] } } });
    expect(md).toMatch(/## By tag team[\s\S]*search[\s\S]*\(none\)/);
    expect(md).toContain('Nothing carries this tag');
  });

  it('counts what has no price in tokens and in no amount, and says so first', async () => {
    const { md, json } = await write([
      ...TWO_MONTHS,
      fact({ modelId: 'acme.mystery-v1:0', tokens: { input: 7_000_000 } }),
    ]);
    expect(json.total).toMatchObject({ cost: '27.500000000', unpriced: { tokens: 7_000_000 } });
    expect(md.indexOf('acme.mystery-v1:0')).toBeLessThan(md.indexOf('## Why it changed'));
    expect(md).toMatch(/acme\.mystery-v1:0 \| us-east-1 \| standard \| 1 \| 7,000,000/);
    expect(md).toMatch(/\| acme\.mystery-v1:0 \| — \|/);
  });

  it('is the same bytes whenever a month that is over is asked about', async () => {
    const one = await write(TWO_MONTHS);
    const later = await write(TWO_MONTHS, { now: at('2027-03-01T00:00:00Z') });
    expect(later).toEqual(one);
  });

  it('has what metrics saw, budgets and quotas, the same bytes later', async () => {
    const config = { budgets: [{ name: 'all of it', usd: 25, where: {} }] };
    const place = { account: accountId('111122223333'), region: regionId('us-east-1') };
    const dimensions = { ModelId: 'anthropic.claude-haiku-4-5-20251001-v1:0' };
    const point = (metric: string, value: number) => ({
      series: { ...place, namespace: 'AWS/Bedrock', metric, dimensions, statistic: 'Sum' },
      points: [{ at: at('2026-10-12T10:00:00Z'), period: 3600, value }],
    });
    const data = [
      point('Invocations', 10),
      point('InputTokenCount', 3_000_000),
      point('OutputTokenCount', 0),
    ];
    const inventory = { ...place, kind: 'quota-applied', at: at('2026-10-01T00:00:00Z') };
    const quota = {
      id: 'L-1',
      body: {
        name: 'On-demand model inference tokens per minute for Anthropic Claude Haiku 4.5',
        value: 1e6,
      },
    };
    const runs = [LATER, at('2027-01-05T00:00:00Z')].map(async (now) => {
      const context = await contextWith(TWO_MONTHS, { now, config });
      await context.store.putMetrics({ data });
      await context.store.putSnapshot({ ...inventory, items: [quota] });
      return (await monthReport(context, OCTOBER, ['md', 'json'])).files;
    });
    const [one, later] = await Promise.all(runs);
    expect(later).toEqual(one);
    // 3 M input tokens at $1.10, seen by nobody but metrics; $27.50 are 110 % of $25.
    expect(one?.[0]?.content).toMatch(
      /What only metrics saw, by nobody that is known, comes on top of the tables: about \$3\.30/,
    );
    expect(one?.[0]?.content).toContain(
      '**$30.80 in October 2026, incl. $3.30 seen only by metrics, logged spend',
    );
    expect(one?.[0]?.content).toMatch(/all of it \| everything \| \$25\.00 \| \$27\.50 \| 110\.0 %/);
  });

  it('has the hour that begins with the time of asking, as spend with that clock', async () => {
    const facts = ['09:59:59', '10:00:00', '11:00:00'].map((time) =>
      fact({ at: `2026-10-15T${time}Z`, tokens: { input: 1_000_000 } }),
    );
    const { json } = await write(facts, { now: at('2026-10-15T10:00:00Z') });
    expect(json).toMatchObject({ closed: false, total: { cost: '2.200000000' } });
  });

  it('compares a running month with as much of the month before', async () => {
    const facts = [
      fact({ at: '2026-10-02T00:00:00Z', tokens: { input: 2_000_000 } }),
      fact({ at: '2026-10-09T23:30:00Z' }),
      fact({ at: '2026-09-01T00:00:00Z', tokens: { input: 1_000_000 } }),
      fact({ at: '2026-09-20T00:00:00Z', tokens: { input: 50_000_000 } }),
    ];
    const { md, json } = await write(facts, { now: at('2026-10-10T00:00:00Z') });
    expect(json).toMatchObject({
      closed: false,
      previous: { cost: '1.100000000', to: '2026-09-10T00:00:00Z' },
    });
    expect(md).toContain('$2.20 so far in October 2026, +100.0 % against the same part of the month before');
  });

  it('is not compared with a month that is known in part, and says so', async () => {
    const facts = [
      fact({ tokens: { input: 2_000_000 } }),
      fact({ at: '2026-09-22T12:00:00Z', tokens: { input: 1_000_000 } }),
    ];
    const { md, json } = await write(facts);
    expect(md).toContain(
      '$2.20 in October 2026, not compared: calls of the month before are known only from 2026-09-22',
    );
    expect(json).toMatchObject({ previous: null, bridge: null });
  });

  it('keeps who is gone: the rows add up to the change', async () => {
    const facts = [
      ...TWO_MONTHS,
      fact({ arn: arn('gone'), at: '2026-09-05T10:00:00Z', tokens: { input: 40_000_000 } }),
    ];
    const { md, csv, json } = await write(facts);
    expect(md).toMatch(/\| gone \| \$0\.00 \| 0\.0 % \| −\$44\.00 \(−100\.0 %\)/);
    expect(csv).toContain('principal,arn:aws:sts::111122223333:assumed-role/gone,0.000000000,44.000000000');
    const before = json.by.principal.map((row: { previous: { cost: string } | null }) =>
      Number(row.previous?.cost ?? 0),
    );
    expect(before.reduce((a: number, b: number) => a + b, 0)).toBeCloseTo(55, 9);
  });

  it('knows nothing of what comes after the time that is asked about', async () => {
    const now = at('2026-10-16T00:00:00Z');
    const all = [...TWO_MONTHS, fact({ at: '2026-10-15T23:30:00Z' })];
    const known = all.filter((one) => one.at < now);
    const [one, other] = [await write(all, { now }), await write(known, { now })];
    const { total, by, days, bridge, savings, priceVersions } = other.json;
    expect(one.json).toMatchObject({ total, by, days, bridge, savings, priceVersions });
    expect(one.csv).toBe(other.csv);
  });

  it('compares as much of the month before as is known of this one, not as the clock says', async () => {
    const facts = [
      fact({ at: '2026-10-04T23:30:00Z', tokens: { input: 2_000_000 } }),
      fact({ at: '2026-09-01T00:00:00Z', tokens: { input: 1_000_000 } }),
      fact({ at: '2026-09-20T00:00:00Z', tokens: { input: 50_000_000 } }),
    ];
    const { json } = await write(facts, { now: at('2026-10-29T00:00:00Z') });
    expect(json.previous).toMatchObject({ cost: '1.100000000', to: '2026-09-05T00:00:00Z' });
  });

  it('says so when there is no month before, and when there is nothing at all', async () => {
    expect((await write(TWO_MONTHS.slice(0, 2))).md).toContain('the first month with data');
    const nothing = await write([]);
    expect(nothing.md).toContain('No calls of October 2026 are known.');
    expect(nothing.json).toMatchObject({ dataUpTo: null, previous: null, bridge: null });
  });

  it('is one file that asks nobody for anything', async () => {
    const { html } = await write(TWO_MONTHS);
    expect(html).toMatch(/^<!doctype html>/i);
    expect(html).not.toMatch(/<script|<link|src=|url\(|@import/i);
    // The days and the bridge, each for light and for dark.
    expect(html.match(/<svg/g)).toHaveLength(4);
    expect(html).not.toMatch(/undefined|NaN|\[object/);
  });

  it('keeps names from logs text, in every form', async () => {
    const evil = '<img src=x onerror=alert(1)>|[x](http://evil)`\n# pwned';
    const facts = [
      fact({ tags: { team: evil }, tokens: { input: 10_000_000 } }),
      fact({ tags: { team: '=HYPERLINK("http://evil")' }, tokens: { input: 10 } }),
    ];
    const { html, md, csv } = await write(facts, { config: { tags: { required: ['team'] } } });
    expect(html).not.toContain('<img');
    expect(md).not.toMatch(/^# pwned/m);
    expect(md).not.toMatch(/[^\\]\[x\]\(/);
    expect(csv).toContain("'=HYPERLINK");
  });

  it('escapes any text for Markdown so that a table keeps its cells', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (name) => {
        const table = {
          caption: 'c',
          columns: [
            { title: 'a', align: 'left' as const },
            { title: 'b', align: 'left' as const },
          ],
          rows: [
            [
              { kind: 'text' as const, text: name },
              { kind: 'text' as const, text: 'end' },
            ],
          ],
        };
        const section = { id: 'x', title: 'x', paragraphs: [], table };
        const md = markdownReport({ title: 't', headline: 'h', figures: [], sections: [section] });
        const last = md.trimEnd().split('\n').at(-1) ?? '';
        expect(last.replace(/\\./gu, '').split('|')).toHaveLength(4);
        expect(last).toMatch(/\| end \|$/);
      }),
    );
  });
});

describe('the month that is asked for', () => {
  it.each([
    ['2026-13', /not a month such as/],
    ['october', /not a month such as/],
    ['2026-10-01', /not a month such as/],
    ['2026-12', /begins on 2026-12-01/],
  ])('%s is refused', (text, complaint) => expect(() => reportMonth(text, LATER)).toThrow(complaint));

  it('may be the one that runs', () => expect(reportMonth('2026-11', LATER)).toEqual(monthOf(LATER)));
});
