/**
 * A month that is over is the same bytes on every run, whatever the store has let go, and says when it is revised.
 *
 * Claude Haiku 4.5 in-region: $1.10 per million input tokens (pricing facts, section 2).
 */
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRater, loadPriceBook } from '../../../pricing/index.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import { parseUsd } from '../../../src/domain/money.ts';
import type { EpochSeconds } from '../../../src/domain/time.ts';
import { dayOf, monthOf } from '../../../src/domain/time.ts';
import { REPORT_FORMATS } from '../../../src/reports/formats.ts';
import { monthReport } from '../../../src/reports/month/write.ts';
import type { Store } from '../../../src/store/port.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { at, type FactText, fact } from '../../support.ts';

const book = loadPriceBook();
const rater = createRater(book);
const OCTOBER = monthOf(at('2026-10-01T00:00:00Z'));
const SECOND = at('2026-11-02T06:00:00Z');
const THIRD = at('2026-11-03T06:00:00Z');
const LATER = at('2027-02-10T00:00:00Z');
const PLACE = { account: accountId('111122223333'), region: regionId('us-east-1') };
const SOURCE = { collector: 'file', account: null, region: null };
const AGENT = 'AGENT12345';
const AGENT_ARN = `arn:aws:sts::111122223333:assumed-role/AgentRole/BedrockAgents-${AGENT}-00000001-aaaa-4bbb-8ccc-000000000000`;
const PEAK = /Claude Haiku 4\.5 \| 111122223333 \| us-east-1 \| 50\.0 %/;
const REVISED = /Revised on|\(revised\)/;
const arn = (role: string) => `arn:aws:sts::111122223333:assumed-role/${role}/s`;

const call = (text: FactText) => fact({ tokens: { input: 1_000_000 }, arn: arn('app'), ...text });

/** A store with a month of calls, a quota, an agent and metrics, as on the second of November. */
async function october() {
  const store = openSqliteStore(':memory:');
  onTestFinished(() => store.close());
  const quota = {
    code: 'L-1',
    name: 'On-demand model inference tokens per minute for Anthropic Claude Haiku 4.5',
    value: 2_000_000,
    adjustable: true,
  };
  const listed = at('2026-09-01T00:00:00Z');
  await store.putSnapshot({
    ...{ ...PLACE, kind: 'quota-applied', at: listed },
    items: [{ id: 'L-1', body: quota }],
  });
  await store.putSnapshot({
    ...{ ...PLACE, kind: 'agent', at: listed },
    items: [{ id: AGENT, body: { id: AGENT, name: 'Claims desk' } }],
  });
  await ingest(store, SECOND, [
    call({ at: '2026-09-01T10:00:00Z' }),
    call({ at: '2026-10-15T10:00:00Z', arn: AGENT_ARN }),
    call({ at: '2026-10-30T10:00:00Z' }),
    call({ at: '2026-11-01T10:00:00Z' }),
  ]);
  const dimensions = { ModelId: 'anthropic.claude-haiku-4-5-20251001-v1:0' };
  await store.putMetrics({
    data: ['Invocations', 'InputTokenCount'].map((metric) => ({
      series: { ...PLACE, namespace: 'AWS/Bedrock', metric, dimensions, statistic: 'Sum' },
      points: [0, 60, 120].map((s) => ({
        ...{ at: (at('2026-10-12T10:00:00Z') + s) as EpochSeconds, period: 60 },
        value: metric === 'Invocations' ? 1 : 500_000,
      })),
    })),
  });
  return store;
}

const ingest = (store: Store, now: EpochSeconds, facts: Parameters<Store['ingest']>[0]['facts']) =>
  store.ingest({ source: SOURCE, facts, now }, rater);

async function report(store: Store, now: EpochSeconds, more: object = {}) {
  const config = configSchema.parse({ tags: { required: ['team'] }, ...more });
  const { files } = await monthReport({ store, book, rater, config, now }, OCTOBER, REPORT_FORMATS);
  return Object.fromEntries(files.map(({ format, content }) => [format, content])) as Record<
    (typeof REPORT_FORMATS)[number],
    string
  >;
}

/** Three months pass: minutes and single calls go, the agent is renamed, things are listed anew, other months are called. */
async function age(store: Store) {
  await ingest(store, LATER, [call({ at: '2027-01-20T10:00:00Z', tokens: { input: 70_000_000 } })]);
  await store.putMetrics({
    data: [
      {
        series: {
          ...{ ...PLACE, namespace: 'AWS/Bedrock', metric: 'Invocations', statistic: 'Sum' },
          dimensions: { ModelId: 'anthropic.claude-haiku-4-5-20251001-v1:0' },
        },
        points: [{ at: at('2027-01-20T10:00:00Z'), period: 60, value: 5 }],
      },
    ],
  });
  const listed = { ...PLACE, at: at('2026-12-24T00:00:00Z') };
  await store.putSnapshot({
    ...{ ...listed, kind: 'agent' },
    items: [{ id: AGENT, body: { id: AGENT, name: 'Renamed desk' } }],
  });
  await store.putSnapshot({ ...listed, kind: 'quota-applied', items: [] });
  await store.putSnapshot({
    ...{ ...listed, kind: 'inference-profile' },
    items: [
      {
        id: 'anthropic.claude-haiku-4-5-20251001-v1:0',
        body: { id: 'p', arn: 'p', type: 'APPLICATION', models: [], tags: { team: 'claims' } },
      },
    ],
  });
  const gone = { invocations: 0, minutes: 0, points: 0 };
  for (let more = true; more; ) {
    const step = await store.prune(LATER, { invocationDays: 7 });
    gone.invocations += step.invocations;
    gone.minutes += step.minutes;
    gone.points += step.points;
    more = step.more;
  }
  // Else there would be nothing to prove.
  expect(Math.min(gone.invocations, gone.minutes, gone.points)).toBeGreaterThan(0);
}

/** The same store, without the memory of what was reported. */
const forgetful = (store: Store): Store =>
  new Proxy(store, {
    get: (target, key) => {
      if (key === 'keptMonth') return async () => null;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

describe('a month that is over', () => {
  it('is the same bytes when minutes are gone, an agent is renamed and things are listed anew', async () => {
    const store = await october();
    const first = await report(store, SECOND);
    expect(first.md).toContain('Claims desk');
    // One minute of a million tokens of two.
    expect(first.md).toMatch(PEAK);
    expect(await report(store, SECOND)).toEqual(first);
    await age(store);
    expect(await report(store, LATER)).toEqual(first);
    // As it would be computed from what is left.
    const anew = await report(forgetful(store), LATER);
    expect(anew.md).not.toMatch(PEAK);
    expect(anew.md).toContain('Claims desk');
    expect(anew.csv).not.toBe(first.csv);
  });

  it('is written the first time as it is read the second', async () => {
    const store = await october();
    const first = await report(forgetful(store), SECOND);
    expect(await report(store, SECOND)).toEqual(first);
  });

  it('is revised by calls that come late, and says so; and stays so', async () => {
    const store = await october();
    const first = await report(store, SECOND);
    const third = at('2026-11-03T00:00:00Z');
    await ingest(store, third, [call({ at: '2026-10-31T23:00:00Z', arn: arn('late') })]);
    const second = await report(store, third);
    expect(first.md).toContain('- Cost: **$2.20**');
    expect(first.md).not.toMatch(REVISED);
    expect(second.md).toContain('# Amazon Bedrock in October 2026 (revised)');
    expect(second.md).toContain('- Cost: **$3.30**');
    expect(second.md).toContain(
      'Revised on 2026-11-03: calls of the month came late after the report of 2026-11-02, which said $2.20.',
    );
    expect(second.html).toContain('Revised on 2026-11-03');
    expect(second.csv).toContain('assumed-role/late');
    expect(JSON.parse(second.json).revisions).toEqual([
      {
        ...{ at: '2026-11-03T00:00:00Z', reportedAt: '2026-11-02T06:00:00Z', costBefore: '2.200000000' },
        ...{ because: ['calls', 'prices'], asBefore: [] },
      },
    ]);
    await age(store);
    expect(await report(store, LATER)).toEqual(second);
  });

  it('keeps what can no longer be computed when calls come very late', async () => {
    const store = await october();
    await report(store, SECOND);
    await age(store);
    await ingest(store, LATER, [call({ at: '2026-10-20T09:00:00Z', requestId: 'very-late' })]);
    const { md } = await report(store, LATER);
    expect(md).toContain('- Cost: **$3.30**');
    expect(md).toContain('Claims desk');
    expect(md).toMatch(PEAK);
    expect(md).toContain('no longer kept: Quota peaks, Commitments, What would be cheaper.');
  });

  it('is revised by metrics and by the bill, and by the month before', async () => {
    const store = await october();
    await report(store, SECOND);
    const row = {
      ...PLACE,
      day: dayOf(at('2026-10-14T00:00:00Z')),
      service: 'Amazon Bedrock',
      usageType: 'x',
      quantity: '1',
    };
    await store.putBill([{ ...row, unit: 'u', unblendedCost: parseUsd('9'), provisional: false }]);
    const third = at('2026-11-03T00:00:00Z');
    expect((await report(store, third)).md).toContain(
      'Revised on 2026-11-03: the bill of AWS came or was changed',
    );
    await ingest(store, third, [call({ at: '2026-09-20T09:00:00Z' })]);
    const fourth = await report(store, at('2026-11-04T00:00:00Z'));
    expect(fourth.md).toContain(
      'Revised on 2026-11-04: the month before changed after the report of 2026-11-03',
    );
    expect(fourth.md).toContain('Revised on 2026-11-03: the bill');
  });

  it('has another table when another tag is asked for, which is no revision', async () => {
    const store = await october();
    await report(store, SECOND);
    const { md } = await report(store, SECOND, { tags: { required: ['cost-centre'] } });
    expect(md).toContain('By tag cost-centre');
    expect(md).not.toMatch(REVISED);
  });

  it('loses no revision to who asks as of a time before it', async () => {
    const store = await october();
    await report(store, SECOND);
    await ingest(store, THIRD, [call({ at: '2026-10-31T23:00:00Z' })]);
    const revised = await report(store, THIRD);
    expect(revised.md).toMatch(REVISED);
    const tags = configSchema.parse({ tags: { required: ['app'] } });
    const context = { store, book, rater, config: tags, now: SECOND, frozen: true };
    const earlier = await monthReport(context, OCTOBER, ['md']);
    expect(earlier.files[0]?.content).not.toMatch(REVISED);
    expect(await report(store, LATER)).toEqual(revised);
  });

  it('is not held to what a clock that was ahead has reported', async () => {
    const store = await october();
    await report(store, LATER);
    await ingest(store, SECOND, [call({ at: '2026-10-31T23:00:00Z' })]);
    const { md } = await report(store, SECOND);
    expect(md).toContain('$3.30');
    expect(md).not.toMatch(REVISED);
  });
});
