/**
 * The Grafana dashboard against what `/metrics` really says: a renamed metric or label must not leave an empty panel.
 * @module
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Alarm, RuleHealth } from '../../../src/domain/alarm.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import { epochSeconds, isoInstant } from '../../../src/domain/time.ts';
import { createApp } from '../../../web/app.ts';
import { fact } from '../../support.ts';
import { readExposition } from '../web/exposition.ts';
import { NOW, webWith } from '../web/support.ts';

const Dashboard = z.object({
  templating: z.object({ list: z.array(z.object({ name: z.string(), definition: z.string().optional() })) }),
  panels: z.array(
    z.object({
      id: z.number(),
      title: z.string().min(1),
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      targets: z.array(z.object({ expr: z.string(), legendFormat: z.string() })).min(1),
    }),
  ),
});
const file = new URL('../../../deploy/grafana-dashboard.json', import.meta.url);
const dashboard = Dashboard.parse(JSON.parse(readFileSync(file, 'utf8')));
const queries = [
  ...dashboard.panels.flatMap(({ targets }) =>
    targets.map(({ expr, legendFormat }) => ({ expr, legendFormat })),
  ),
  ...dashboard.templating.list.flatMap(({ definition }) =>
    definition === undefined ? [] : [{ expr: definition, legendFormat: '' }],
  ),
];

/** A scrape in which every family of the daemon has a sample. */
async function everyFamily() {
  // A call an hour for nine days: what is likely within the hour needs some of them.
  const hours = Array.from({ length: 9 * 24 }, (_, back) =>
    isoInstant(epochSeconds(NOW - 1200 - back * 3600)),
  );
  const { deps } = await webWith({
    facts: hours.map((at) => fact({ at, tokens: { input: 50_000 }, maxTokens: 10 })),
  });
  const place = { account: accountId('111122223333'), region: regionId('us-east-1') };
  await deps.store.putSnapshot({
    ...{ ...place, kind: 'quota-applied', at: NOW },
    items: [
      {
        id: 'L-1',
        body: {
          code: 'L-1',
          name: 'On-demand model inference tokens per minute for Anthropic Claude Haiku 4.5',
          adjustable: true,
          value: 200_000,
        },
      },
    ],
  });
  const store = new Proxy(deps.store, {
    get: (target, name) => {
      if (name === 'alarms') return async () => [{ rule: 'budget', phase: 'firing' } as Alarm];
      if (name === 'ruleHealth') return async () => [{ rule: 'budget' } as RuleHealth];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const response = await createApp({ ...deps, store }).request('/metrics');
  return readExposition(await response.text());
}

describe('the Grafana dashboard', () => {
  it('asks for metrics and labels that /metrics has, and for every metric of the daemon', async () => {
    const families = await everyFamily();
    const asked = new Set<string>();
    for (const { expr, legendFormat } of queries) {
      const names = expr.match(/bedrock_meter_\w+/g) ?? [];
      expect(names, expr).not.toEqual([]);
      const labels = new Set<string>();
      for (const name of names) {
        asked.add(name);
        expect([...families.keys()]).toContain(name);
        for (const label of Object.keys(families.get(name)?.samples[0]?.labels ?? {})) labels.add(label);
      }
      const used = [
        ...[...expr.matchAll(/(\w+)=~?"/g)].map(([, label]) => label),
        ...[...expr.matchAll(/by \((\w+)\)/g)].map(([, label]) => label),
        ...[...expr.matchAll(/label_values\(\w+, (\w+)\)/g)].map(([, label]) => label),
        ...[...legendFormat.matchAll(/{{(\w+)}}/g)].map(([, label]) => label),
      ];
      for (const label of used) expect([...labels], `${label} in ${expr}`).toContain(label);
    }
    const own = [...families.keys()].filter((name) => name.startsWith('bedrock_meter_'));
    expect([...asked].sort()).toEqual(
      own.filter((name) => name !== 'bedrock_meter_unpriced_tokens_total').sort(),
    );
  });

  it('has variables for what panels ask by, and no two panels in one place', () => {
    const variables = new Set(dashboard.templating.list.map(({ name }) => name));
    for (const { expr } of queries) {
      for (const [, name] of expr.matchAll(/\$(\w+)/g)) expect([...variables]).toContain(name);
    }
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    for (const { gridPos } of dashboard.panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  });
});
