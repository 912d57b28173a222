/**
 * How well anomalies of any series are found: `node test/bench/anomalies/series/run.ts [--series N] [--set train]`.
 * Tables on stderr, one JSON line per row of them on stdout. Seeded: the same on every run.
 * @module
 */
import { parseArgs } from 'node:util';
import { rounded, say } from '../../report.ts';
import { ewma, ours, rolling, type SeriesDetector, seasonal } from './detectors.ts';
import { type Outcome, outcomeOf, type Summary, summaryOf } from './measure.ts';
import { fits, KINDS, type Kind, type Labelled, makeSeries } from './planted.ts';
import { WORLDS } from './worlds.ts';

const { values } = parseArgs({
  options: {
    series: { type: 'string', default: '6' },
    set: { type: 'string', default: 'held-out' },
    only: { type: 'string' },
  },
});
const each = Number(values.series);
if (!Number.isInteger(each) || each < 1) {
  say(`--series ${values.series}: must be a whole number from 1`);
  process.exit(2);
}

const all: Labelled[] = [];
for (const world of WORLDS) {
  for (let i = 0; i < each; i += 1) {
    all.push(makeSeries(world, null, `${values.set} ${i}`));
    for (const kind of KINDS) {
      if (!fits(world, kind)) continue;
      const one = makeSeries(world, kind, `${values.set} ${i}`);
      if (one.label !== null) all.push(one);
    }
  }
}
say(`${all.length} series, set ${values.set}`);
for (const detector of [ours, rolling, seasonal, ewma]) {
  if (values.only === undefined || detector.name === values.only) judge(detector);
}

function judge(detector: SeriesDetector): void {
  const outcomes = all.map((series) => ({ series, outcome: outcomeOf(detector, series) }));
  const of = (wanted: (one: Labelled) => boolean): Outcome[] =>
    outcomes.filter(({ series }) => wanted(series)).map(({ outcome }) => outcome);
  const planted = ({ label }: Labelled) => label !== null;
  const kinded = (kind: Kind) => (one: Labelled) => one.label?.kind === kind;
  say(`\n${detector.name.padEnd(16)}  recall covered  delay precision   F1  false/1000  PR area  ROC area`);
  tell(
    detector,
    'all',
    summaryOf(
      of(() => true),
      of(planted),
    ),
  );
  for (const kind of KINDS) tell(detector, kind, summaryOf(of(kinded(kind)), of(kinded(kind))));
  for (const world of WORLDS) {
    const here = (one: Labelled) => one.world === world;
    tell(
      detector,
      world.name,
      summaryOf(
        of(here),
        of((one) => here(one) && planted(one)),
      ),
    );
  }
}

function tell(detector: SeriesDetector, row: string, summary: Summary): void {
  const line = { campaign: 'series', set: values.set, detector: detector.name, row, ...summary };
  process.stdout.write(
    `${JSON.stringify(line, (_, x) => (typeof x === 'number' ? (Number.isFinite(x) ? rounded(x) : null) : x))}\n`,
  );
  const percent = (x: number) => `${Math.round(100 * x)} %`.padStart(7);
  say(
    `${row.padEnd(16)} ${percent(summary.recall)} ${percent(summary.covered)} ${`${summary.delay.toFixed(1)} h`.padStart(7)} ${percent(summary.precision)} ${summary.f1.toFixed(2).padStart(6)} ${summary.falsePer1000Rows.toFixed(2).padStart(9)} ${summary.areaPr.toFixed(2).padStart(9)} ${summary.areaRoc.toFixed(2).padStart(8)}`,
  );
}
