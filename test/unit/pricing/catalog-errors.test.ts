/** A broken catalogue is refused whole, and every problem names file, line and key. */
import { describe, expect, it } from 'vitest';
import { CatalogError } from '../../../pricing/catalog-error.ts';
import { type CatalogText, catalogFromData, parseCatalog, readData } from '../../../pricing/parse-catalog.ts';

const GOOD = `provider: acme
name: Acme
sources:
  page: { title: Acme page, date: 2026-01-02 }
models:
  acme.model-v1:
    name: Model
    cacheWriteTtl: 5m
    prices:
      - scope: regional
        regions: [us-east-1]
        to: 2026-01-01
        sources: [page]
        verified: true
        standard: { input: 1, output: 2, cacheWrite5m: published-zero }
      - scope: regional
        regions: [us-east-1]
        from: 2026-01-01
        sources: [page]
        derived: half of it
        standard: { input: 0.5, output: 1 }
`;

const parse = (text: string, file = 'acme.yaml') => parseCatalog([{ file, text }]);

function problems(texts: readonly CatalogText[]): readonly string[] {
  try {
    parseCatalog(texts);
  } catch (error) {
    if (error instanceof CatalogError) return error.problems;
    throw error;
  }
  return [];
}

describe('a catalogue', () => {
  it('is read to rows and a version made of its newest source and its content', () => {
    const catalog = parse(GOOD);
    expect(catalog.rows).toHaveLength(2);
    expect(catalog.version).toMatch(/^catalog 2026-01-02 \([0-9a-f]{8}\)$/);
    expect(parse(GOOD.replace('input: 1,', 'input: 1.1,')).version).not.toBe(catalog.version);
    // Comments and blank lines are no content.
    expect(parse(`# comment\n\n${GOOD}`).version).toBe(catalog.version);
  });

  it.each([
    [
      'a mistyped key',
      'cacheWrite5m: published',
      'cachWrite5m: published',
      15,
      /unknown key cachWrite5m; did you mean cacheWrite5m\?/,
    ],
    ['a mistyped field', 'derived: half', 'derive: half', 20, /unknown key derive; did you mean derived\?/],
    ['a negative price', 'output: 2', 'output: -2', 15, /standard\.output: negative price -2/],
    ['a zero not said to be published', 'output: 2', 'output: 0.00', 15, /zero price: write published-zero/],
    [
      'an input price of zero',
      'input: 1,',
      'input: 0,',
      15,
      /an input price of zero is always a placeholder/,
    ],
    ['a published input price of zero', 'input: 1,', 'input: published-zero,', 15, /always a placeholder/],
    ['a price that is no number', 'output: 2', 'output: cheap', 15, /not a decimal price: "cheap"/],
    ['an exponent', 'output: 2', 'output: 2e-3', 15, /not a decimal price/],
    ['a price finer than money is kept', 'output: 2', 'output: 0.0000000000001', 15, /not a decimal price/],
    [
      'an unknown class of Regions',
      'regions: [us-east-1]',
      'regions: comercial',
      11,
      /unknown Region class "comercial"; did you mean commercial\?/,
    ],
    ['an unknown Region', 'regions: [us-east-1]', 'regions: [us-esat-1]', 11, /unknown Region "us-esat-1"/],
    [
      'an unknown scope',
      'scope: regional',
      'scope: regoinal',
      10,
      /unknown scope "regoinal"; did you mean regional\?/,
    ],
    [
      'an unknown source',
      'sources: [page]',
      'sources: [pag]',
      13,
      /unknown source "pag"; did you mean page\?/,
    ],
    ['no provenance', 'verified: true', '# nothing', 10, /needs either verified: true or derived/],
    [
      'verified and derived at once',
      'derived: half of it',
      'derived: half of it\n        verified: true',
      16,
      /either verified: true or derived/,
    ],
    [
      'a date that does not exist',
      'to: 2026-01-01',
      'to: 2026-02-30',
      12,
      /not a UTC day or whole hour: "2026-02-30"/,
    ],
    [
      'a time within an hour',
      'to: 2026-01-01',
      'to: 2026-01-01T00:30:00Z',
      12,
      /not a UTC day or whole hour/,
    ],
    [
      'a range that ends before it starts',
      'from: 2026-01-01',
      'from: 2026-01-01\n        to: 2025-01-01',
      19,
      /to is not after from/,
    ],
    [
      'a context limit that roll-ups do not keep',
      'to: 2026-01-01',
      'promptUpTo: 128000',
      12,
      /unknown context limit "128000"/,
    ],
    [
      'a cache TTL nobody sells',
      'cacheWriteTtl: 5m',
      'cacheWriteTtl: 10m',
      8,
      /unknown cache TTL "10m"; did you mean/,
    ],
    ['a write without TTL', 'cacheWrite5m: published', 'cacheWrite: published', 15, /unknown key cacheWrite/],
    [
      'a unit nobody knows',
      'standard: { input: 0.5, output: 1 }',
      'units: [{ unit: imgae, usd: 1 }]',
      21,
      /unknown unit "imgae"; did you mean image\?/,
    ],
    [
      'a unit class nobody sells',
      'standard: { input: 0.5, output: 1 }',
      'units: [{ unit: image, class: fast, usd: 1 }]',
      21,
      /unknown rate class "fast"/,
    ],
    [
      'an odd grain',
      'standard: { input: 0.5, output: 1 }',
      'units: [{ unit: image, usd: 1, per: 12 }]',
      21,
      /unknown grain "12"/,
    ],
    ['a price entry without any rate', 'standard: { input: 0.5, output: 1 }', '# nothing', 16, /no rate/],
    ['a key twice', 'name: Model', 'name: Model\n    name: Other', 8, /[Mm]ap keys must be unique/],
    ['text that is no YAML', 'name: Model', 'name: [Model', 8, /./],
  ])('names %s', (_, from, to, line, message) => {
    const found = problems([{ file: 'acme.yaml', text: GOOD.replace(from, to) }]);
    expect(found.length).toBeGreaterThan(0);
    const first = found.find((problem) => message.test(problem));
    expect(first, found.join('\n')).toBeDefined();
    expect(first).toMatch(new RegExp(`^acme\\.yaml:${line}\\b`));
  });

  it('names the key path', () => {
    const [problem] = problems([{ file: 'acme.yaml', text: GOOD.replace('output: 2', 'output: -2') }]);
    expect(problem).toBe('acme.yaml:15 models.acme.model-v1.prices[0].standard.output: negative price -2');
  });

  it.each([
    ['dates', 'from: 2026-01-01', 'from: 2025-12-31'],
    ['open dates', 'to: 2026-01-01\n', '\n'],
  ])('refuses overlapping %s and names both places', (_, from, to) => {
    const [problem] = problems([{ file: 'acme.yaml', text: GOOD.replace(from, to) }]);
    expect(problem).toMatch(
      /^acme\.yaml:21 models\.acme\.model-v1\.prices\[1\]\.standard: prices the same usage as acme\.yaml:15 models\.acme\.model-v1\.prices\[0\]\.standard$/,
    );
  });

  it('refuses two unit prices for one unit, and allows sizes to nest', () => {
    const units = (list: string) => GOOD.replace('standard: { input: 0.5, output: 1 }', `units:\n${list}`);
    const twice = units(
      '          - { unit: image, usd: 1 }\n          - { unit: image, quality: standard, usd: 2 }\n',
    );
    expect(problems([{ file: 'acme.yaml', text: twice }])[0]).toMatch(/prices the same usage/);
    const nested = units(
      '          - { unit: image, upTo: 512x512, usd: 1 }\n          - { unit: image, upTo: 1024x1024, usd: 2 }\n',
    );
    expect(problems([{ file: 'acme.yaml', text: nested }])).toEqual([]);
  });

  it('refuses a model in two files, and a catalogue of no files', () => {
    const texts = ['a.yaml', 'b.yaml'].map((file) => ({ file, text: GOOD }));
    expect(problems(texts)[0]).toMatch(/^b\.yaml:6 models\.acme\.model-v1: model is in another file too/);
    expect(problems([])).toEqual(['no files']);
  });

  it('reports every broken file at once, and loads none', () => {
    const texts = [
      { file: 'a.yaml', text: GOOD.replace('output: 2', 'output: -2') },
      {
        file: 'b.yaml',
        text: GOOD.replace('acme.model', 'acme.other').replace('scope: regional', 'scope: x'),
      },
    ];
    expect(problems(texts)).toHaveLength(2);
    expect(() => parseCatalog(texts)).toThrow(/price catalogue: a\.yaml:15 .*and 1 more/);
  });

  it('checks compiled data as strictly', () => {
    const data = readData({ file: 'acme.yaml', text: GOOD.replace('output: 2', 'output: -2') });
    expect(() => catalogFromData([data])).toThrow(
      'price catalogue: acme.yaml models.acme.model-v1.prices[0].standard.output: negative price -2',
    );
  });

  it('is no place for prototype tricks', () => {
    const text = `${GOOD}__proto__: { polluted: yes }\n`;
    expect(problems([{ file: 'acme.yaml', text }]).join()).toMatch(/unknown key|__proto__/);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('prices that no usage has', () => {
  const FIXED = `    provisioned:
      - regions: [us-east-1, us-west-2]
        sources: [page]
        verified: true
        noCommitment: 20
      - regions: [us-west-2]
        sources: [page]
        verified: true
        oneMonth: 18
    fees:
      - regions: commercial
        sources: [page]
        derived: seen elsewhere
        storageMonth: 1.95
`;

  it('are read beside the others, one Region at a time', () => {
    const { capacity, fees } = parse(GOOD + FIXED);
    expect(capacity.map(({ usdPerHour }) => usdPerHour)).toEqual([
      { noCommitment: '20' },
      { oneMonth: '18' },
    ]);
    expect(fees).toMatchObject([{ usd: { storageMonth: '1.95' }, derived: 'seen elsewhere' }]);
  });

  it('may stand alone: not every model is sold by use', () => {
    const alone = GOOD.slice(0, GOOD.indexOf('    prices:'));
    expect(parse(alone + FIXED).rows).toEqual([]);
    expect(problems([{ file: 'acme.yaml', text: alone }])[0]).toMatch(/needs either prices or unpriced: why/);
  });

  it.each([
    [
      'a mistyped fee',
      'storageMonth: 1.95',
      'storageMouth: 1.95',
      35,
      /unknown key storageMouth; did you mean storageMonth\?/,
    ],
    [
      'a negative fee',
      'storageMonth: 1.95',
      'storageMonth: -1.95',
      35,
      /fees\[0\]\.storageMonth: negative price -1.95/,
    ],
    ['a free model unit', 'noCommitment: 20', 'noCommitment: 0', 26, /zero is always a placeholder/],
    [
      'an unknown source',
      'sources: [page]\n        derived: seen',
      'sources: [pge]\n        derived: seen',
      33,
      /unknown source "pge"; did you mean page\?/,
    ],
    [
      'two prices of one model unit',
      'oneMonth: 18',
      'noCommitment: 18',
      27,
      /prices the same as acme\.yaml:23/,
    ],
  ])('%s is refused with its line', (_, good, bad, line, message) => {
    const [problem = ''] = problems([{ file: 'acme.yaml', text: (GOOD + FIXED).replace(good, bad) }]);
    expect(problem).toMatch(new RegExp(`^acme\\.yaml:${line} `));
    expect(problem).toMatch(message);
  });
});
