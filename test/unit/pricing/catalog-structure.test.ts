/** Laws of the packaged catalogue as a whole. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogFolder, readCatalogTexts } from '../../../pricing/load-catalog.ts';
import { findOverlaps } from '../../../pricing/overlap.ts';
import { catalogFromData, parseCatalog, readData } from '../../../pricing/parse-catalog.ts';
import { baseModelId } from '../../../src/domain/ids.ts';
import { formatRate } from '../../../src/domain/money.ts';
import { TOKEN_KINDS } from '../../../src/domain/quantities.ts';
import { answer, book, lookUp, TODAY } from './fixture.ts';

const tokenRows = book.rows.filter((row) => row.unit === null);
const where = (row: (typeof book.rows)[number]) => `${row.file} ${row.path.join('.')}`;

describe('packaged catalogue', () => {
  it('has no two rows for one SKU at one time', () => {
    expect(findOverlaps(book.rows)).toEqual([]);
  });

  it('tiles time: rows of one cell follow each other without overlap', () => {
    const ends = new Map<string, number>();
    for (const row of [...tokenRows].sort((a, b) => a.from - b.from)) {
      for (const region of row.regions) {
        for (const band of row.bands) {
          const cell = [row.model, row.scope, region, row.rateClass, band].join(' ');
          expect(row.from, where(row)).toBeGreaterThanOrEqual(ends.get(cell) ?? Number.NEGATIVE_INFINITY);
          ends.set(cell, row.to);
        }
      }
    }
  });

  it('names a source for every row, and its rule for every unverified one', () => {
    for (const row of book.rows) {
      expect(row.source, where(row)).toMatch(/ (\d{4}-\d{2}-\d{2}|undated)/);
      expect(row.derived, where(row)).not.toBe('');
    }
  });

  it('has no input rate of zero, and zeros only for cache writes of Nova and guardrail policies', () => {
    const zeros = book.rows.flatMap((row) =>
      Object.entries(row.rates).flatMap(([kind, rate]) => (rate === 0n ? [`${row.model} ${kind}`] : [])),
    );
    const nova = ['amazon.nova-2-lite-v1:0', 'amazon.nova-premier-v1:0', 'amazon.nova-pro-v1:0']
      .concat(['amazon.nova-lite-v1:0', 'amazon.nova-micro-v1:0'])
      .flatMap((id) => [`${id} cacheWrite5m`, `${id} cacheWrite`]);
    expect([...new Set(zeros)].sort()).toEqual([...nova, 'amazon.bedrock-guardrails units'].sort());
  });

  it.each(
    [
      'anthropic.claude-haiku-4-5-20251001-v1:0 anthropic.claude-sonnet-4-5-20250929-v1:0',
      'anthropic.claude-sonnet-4-6 anthropic.claude-sonnet-5 anthropic.claude-sonnet-5-5',
      'anthropic.claude-opus-4-5-20251101-v1:0 anthropic.claude-opus-4-6-v1 anthropic.claude-opus-4-7',
      'anthropic.claude-opus-4-8 anthropic.claude-opus-5 anthropic.claude-opus-5-5 anthropic.claude-haiku-5-5',
      'anthropic.claude-fable-5 anthropic.claude-fable-5-1 anthropic.claude-fable-5-2 amazon.nova-2-lite-v1:0',
      'openai.gpt-5.6-sol openai.gpt-5.6-terra openai.gpt-5.6-luna openai.gpt-6-astra openai.gpt-6-sol',
      'openai.gpt-6-luna openai.gpt-6.1-sol openai.gpt-6.1-terra moonshotai.kimi-k3 moonshotai.kimi-k3.1',
      'xai.grok-4.6 xai.grok-4.7 zai.glm-5.3',
    ].flatMap((line) => line.split(' ')),
  )('regional use of %s costs 1.10 x its global profile, in every kind and band', (model) => {
    for (const band of [0, 1, 2, 3] as const) {
      const [regional, global] = [lookUp(model, { band }), lookUp(`global.${model}`, { band })];
      if (regional.status !== 'priced' || global.status !== 'priced') throw new Error('not priced');
      for (const kind of TOKEN_KINDS) {
        const expected = global.rates[kind] === null ? null : (global.rates[kind] * 11n) / 10n;
        expect(regional.rates[kind], `${kind} in band ${band}`).toBe(expected);
      }
    }
  });

  it('has Sonnet 4, the last Claude with one price for both scopes', () => {
    const [regional, global] = ['', 'global.'].map((p) =>
      lookUp(`${p}anthropic.claude-sonnet-4-20250514-v1:0`),
    );
    expect(regional).toMatchObject({ rates: { input: 3_000_000_000_000n, output: 15_000_000_000_000n } });
    expect(global).toMatchObject({ rates: { input: 3_000_000_000_000n, output: 15_000_000_000_000n } });
  });

  it('has batch at half of standard to the cent, but for the one row that was not cut along', () => {
    const odd = new Set<string>();
    for (const row of tokenRows.filter((r) => r.rateClass === 'batch')) {
      for (const region of row.regions) {
        const scope = row.scope === 'global' ? ('global' as const) : ('geo' as const);
        const standard = lookUp(row.model, { scope, region }, Number.isFinite(row.to) ? '2025-06-01' : TODAY);
        if (standard.status !== 'priced' || standard.rates.input === null) continue;
        const difference =
          Number(formatRate(standard.rates.input)) / 2 -
          Number(formatRate(row.rates.input ?? standard.rates.input));
        if (Math.abs(difference) > 0.006) odd.add(row.model);
      }
    }
    expect([...odd]).toEqual(['mistral.mistral-large-2407-v1:0']);
  });

  it.each([
    // Where public tables were wrong: model, Region, input, output in USD per million tokens.
    ['qwen.qwen3-coder-480b-a35b-v1:0', 'us-east-1', '0.45', '1.8'],
    ['meta.llama3-1-405b-instruct-v1:0', 'us-west-2', '2.4', '2.4'],
    ['meta.llama3-1-70b-instruct-v1:0', 'us-east-1', '0.72', '0.72'],
    ['meta.llama3-2-11b-instruct-v1:0', 'us-east-1', '0.16', '0.16'],
    ['meta.llama3-2-90b-instruct-v1:0', 'us-east-1', '0.72', '0.72'],
    ['mistral.mistral-large-2402-v1:0', 'us-east-1', '4', '12'],
    ['mistral.mistral-large-2407-v1:0', 'us-west-2', '2', '6'],
    ['amazon.titan-text-express-v1', 'us-east-1', '0.2', '0.6'],
    ['amazon.titan-text-lite-v1', 'us-west-2', '0.15', '0.2'],
    ['anthropic.claude-3-5-haiku-20241022-v1:0', 'eu-west-1', '0.8', '4'],
    ['amazon.nova-2-lite-v1:0', 'us-east-1', '0.33', '2.75'],
    ['amazon.nova-2-pro-preview-20251202-v1:0', 'us-east-1', '1.375', '11'],
    ['openai.gpt-oss-20b', 'us-east-1', '0.07', '0.3'],
    ['cohere.command-text-v14', 'us-east-1', '1', '2'],
    ['deepseek.v3-v1:0', 'ap-south-1', '0.682424', '1.976678'],
  ])('%s in %s is %s/%s', (model, region, input, output) => {
    const found = lookUp(model, { region } as never);
    if (found.status !== 'priced') throw new Error(found.detail);
    expect(found.rates.input === null ? null : formatRate(found.rates.input)).toBe(input);
    expect(found.rates.output === null ? null : formatRate(found.rates.output)).toBe(output);
  });

  it('does not know the model ids that public tables made up', () => {
    expect(answer('anthropic.claude-3-7-sonnet-20240620-v1:0')).toBe('unknown-model');
    expect(book.models.get(baseModelId('twelvelabs.marengo-embed-2-7-v1:0'))?.unpriced).not.toBeNull();
  });

  it('is the same from its YAML and from the compiled JSON', () => {
    const texts = readCatalogTexts(catalogFolder());
    const compiled = JSON.parse(JSON.stringify(texts.map(readData)));
    const [a, b] = [parseCatalog(texts), catalogFromData(compiled)];
    expect(b.version).toBe(a.version);
    expect(b.rows).toEqual(a.rows);
    expect(b.capacity).toEqual(a.capacity);
  });

  it('is documented as it is: the worked example loads, and the counts are those of the catalogue', () => {
    const docs = readFileSync(new URL('../../../docs/prices.md', import.meta.url), 'utf8');
    const example = /```yaml\n(# pricing\/catalog\/acme\.yaml[\s\S]*?)```/.exec(docs)?.[1] ?? '';
    expect(parseCatalog([{ file: 'acme.yaml', text: example }]).rows).toHaveLength(9);
    const derived = book.rows.filter((row) => row.derived !== null).length;
    const priced = [...book.models.values()].filter((card) => card.unpriced === null).length;
    expect(docs).toContain(`${book.models.size} models and pseudo-models, ${priced} of them with a price`);
    expect(docs).toContain(`${book.rows.length.toLocaleString('en')} rows`);
    expect(docs).toContain(`${derived} rows are derived`);
  });
});
