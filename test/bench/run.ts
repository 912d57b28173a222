/**
 * The benchmarks: `node test/bench/run.ts [NAME…] [--runs N] [--mb N] [--days N] [--entry FILE]
 * [--baselines]`. One JSON line per figure
 * on stdout; talk on stderr. Every ratio is to a baseline measured in the same run.
 * @module
 */
import { parseArgs } from 'node:util';
import { benchIngest } from './ingest.ts';
import { benchLookup } from './lookup.ts';
import { benchParser } from './parser.ts';
import { Product } from './product.ts';
import { benchQuery } from './query.ts';
import { say } from './report.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '3' },
    mb: { type: 'string', default: '400' },
    days: { type: 'string', default: '395' },
    entry: { type: 'string' },
    baselines: { type: 'boolean', default: false },
  },
});

const count = (text: string) => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new RangeError(`${text} is not a positive whole number`);
  return number;
};

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  ingest: () =>
    benchIngest({
      runs: count(values.runs),
      megabytes: count(values.mb),
      product: values.baselines ? null : Product.built(values.entry),
    }),
  lookup: () => benchLookup(count(values.runs)),
  parser: async () => benchParser(count(values.runs)),
  query: () => benchQuery({ product: Product.built(values.entry), days: count(values.days) }),
};

const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
for (const name of names) {
  const bench = BENCHES[name];
  if (!bench) {
    say(`no benchmark ${name}; there are: ${Object.keys(BENCHES).join(', ')}`);
    process.exit(2);
  }
  try {
    await bench();
  } catch (error) {
    say(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
