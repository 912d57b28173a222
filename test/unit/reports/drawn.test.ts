/**
 * What the pictures of a report show: models in the dashboard's colours, and the days on which alarms began.
 */
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRater, loadPriceBook } from '../../../pricing/index.ts';
import { lifecycleSettings } from '../../../src/alarms/lifecycle/settings.ts';
import { transition } from '../../../src/alarms/lifecycle/transition.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { type EpochSeconds, epochSeconds, monthOf } from '../../../src/domain/time.ts';
import { monthReport } from '../../../src/reports/month/write.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { colourSlots } from '../../../web/charts/colours.ts';
import { modelColours } from '../../../web/overview/model-colours.ts';
import { at, fact } from '../../support.ts';
import { evaluation, observation } from '../alarms/maker.ts';

const book = loadPriceBook();
const rater = createRater(book);
const config = configSchema.parse({
  alarms: { rules: { throttleShare: { for: '0m', keepFiringFor: '0m' } } },
});
const OCTOBER = monthOf(at('2026-10-01T00:00:00Z'));
const NAMES = {
  'anthropic.claude-sonnet-4-5-20250929-v1:0': 'Claude Sonnet 4.5',
  'anthropic.claude-haiku-4-5-20251001-v1:0': 'Claude Haiku 4.5',
  'amazon.nova-lite-v1:0': 'Nova Lite',
  'anthropic.claude-3-haiku-20240307-v1:0': 'Claude 3 Haiku',
} as const;
const [SONNET, HAIKU, LITE, OLD_HAIKU] = Object.keys(NAMES) as [string, string, string, string];

async function storeWith(calls: readonly (readonly [at: string, modelId: string])[]) {
  const store = openSqliteStore(':memory:');
  onTestFinished(() => store.close());
  const ingest = (more: typeof calls) =>
    store.ingest(
      {
        source: { collector: 'file', account: null, region: null },
        facts: more.map(([when, modelId]) => fact({ at: when, modelId, tokens: { input: 1_000_000 } })),
        now: at('2026-12-30T00:00:00Z'),
      },
      rater,
    );
  await ingest(calls);
  const html = async (now: EpochSeconds) => {
    const { files } = await monthReport({ store, book, rater, config, now }, OCTOBER, ['html']);
    return files[0]?.content ?? '';
  };
  return { store, ingest, html };
}

/** Slots by name, as the legend has them. */
const legendOf = (html: string) =>
  new Map(
    [...html.matchAll(/<i class="s(\d)"><\/i>([^<]+)</g)].map(([, slot, name]) => [name ?? '', Number(slot)]),
  );

/** Claude 3 Haiku, of September, has the colour that Haiku 4.5 of October would ask for. */
const CALLS = [
  ['2026-09-29T10:00:00Z', OLD_HAIKU],
  ['2026-10-02T10:00:00Z', SONNET],
  ['2026-10-03T10:00:00Z', HAIKU],
  ['2026-10-31T23:10:00Z', LITE],
] as const;

describe('the colours of a report', () => {
  const namesOf = (slots: ReadonlyMap<string, number>): Map<string, number> =>
    new Map([...slots].map(([model, slot]) => [NAMES[model as keyof typeof NAMES] ?? model, slot]));

  it('are those of the dashboard all through the month that follows, models of the weeks before included', async () => {
    const { store, ingest, html } = await storeWith(CALLS);
    const legend = legendOf(await html(at('2026-11-02T06:00:00Z')));
    expect([...legend.keys()].sort()).toEqual(['Claude Haiku 4.5', 'Claude Sonnet 4.5', 'Nova Lite']);
    // The month by itself would colour otherwise: else this test could not fail.
    expect(colourSlots([SONNET, HAIKU, LITE]).get(HAIKU)).not.toBe(legend.get('Claude Haiku 4.5'));
    // In November the model that had the wanted colour is called no more.
    await ingest([SONNET, HAIKU, LITE].map((model) => ['2026-11-25T10:00:00Z', model] as const));
    for (const now of ['2026-11-02T06:00:00Z', '2026-11-30T23:00:00Z']) {
      const dashboard = namesOf(await modelColours(store, await store.extent(), at(now)));
      for (const [name, slot] of legend) expect([now, name, dashboard.get(name)]).toEqual([now, name, slot]);
    }
  });

  it('stay as they are whatever is called afterwards', async () => {
    const { ingest, html } = await storeWith(CALLS);
    const first = await html(at('2026-11-02T06:00:00Z'));
    await ingest([
      ['2026-11-20T10:00:00Z', 'meta.llama3-3-70b-instruct-v1:0'],
      ['2026-11-20T11:00:00Z', 'amazon.nova-micro-v1:0'],
    ]);
    expect(await html(at('2026-12-20T06:00:00Z'))).toBe(first);
  });
});

describe('the alarms of a report', () => {
  it('are marked on their days and listed, escaped, those of other months left out', async () => {
    const { store, html } = await storeWith(CALLS);
    const plain = await html(at('2026-11-01T00:00:00Z'));
    expect(plain).not.toContain('Triangles mark');
    const { html: second, store: other } = await storeWith(CALLS);
    const fire = (when: string, title: string, modelId: string) =>
      other.changeAlarms(
        (state) =>
          transition(
            state,
            [evaluation([observation(at(when), { title, labels: { modelId } })])],
            at(when),
            lifecycleSettings(config),
          ).change,
        epochSeconds(0),
      );
    await fire('2026-10-14T12:00:00Z', 'Throttling <b>of app</b>', 'a');
    await fire('2026-11-03T12:00:00Z', 'Another month', 'b');
    const marked = await second(at('2026-11-05T00:00:00Z'));
    expect(marked).toContain('2026-10-14: alarm, Throttling &lt;b&gt;of app&lt;/b&gt;');
    expect(marked).toContain('Triangles mark days on which alarms began.');
    expect(marked).not.toContain('Another month');
    expect(await store.alarms({ limit: 1 })).toEqual([]);
  });
});
