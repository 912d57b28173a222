import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Scored, SeriesScorer } from '../../../../src/analysis/anomaly/series/scorer.ts';
import { StreamScorer } from '../../../../src/analysis/anomaly/series/stream.ts';
import { Random } from '../../../aws-simulator/world/random.ts';

const START = 1_400_000_000;

function scoreAll(values: readonly number[], step = 300): Scored[] {
  const scorer = new StreamScorer();
  return values.map((value, i) => scorer.push(START + i * step, value));
}

const flagged = (values: readonly number[], step?: number): number[] =>
  scoreAll(values, step).flatMap(({ anomaly }, i) => (anomaly ? [i] : []));

/** A daily shape of five-minute rows with noise. */
function daily(days: number, seed: string): number[] {
  const random = new Random(seed);
  return Array.from({ length: days * 288 }, (_, i) => {
    const hour = ((START + i * 300) % 86_400) / 3600;
    return 100 + 60 * Math.max(0, Math.sin(((hour - 6) / 12) * Math.PI)) + 4 * random.normal();
  });
}

const anyValue = fc.oneof(
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.constantFrom(0, 1, Number.NaN, Number.POSITIVE_INFINITY, 1e300, -1e300, 5e-324),
);

describe('scores of a series', () => {
  it('depend on no later row', () => {
    fc.assert(
      fc.property(fc.array(anyValue, { minLength: 40, maxLength: 200 }), fc.nat(200), (values, cut) => {
        const prefix = values.slice(0, cut);
        expect(scoreAll(prefix)).toEqual(scoreAll(values).slice(0, prefix.length));
      }),
    );
  });

  it('are numbers from 0 to 1; an anomaly begins at one half and goes on above a quarter', () => {
    const values = fc.array(anyValue, { maxLength: 150 });
    const times = fc.array(fc.option(fc.integer({ min: -1e9, max: 3e9 })), {
      minLength: 150,
      maxLength: 150,
    });
    fc.assert(
      fc.property(values, times, (all, at) => {
        const scorer = new StreamScorer();
        let before = false;
        for (const [i, value] of all.entries()) {
          const { score, anomaly } = scorer.push(at[i] ?? undefined, value);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
          if (score >= 0.5) expect(anomaly).toBe(true);
          if (score < (before ? 0.25 : 0.5)) expect(anomaly).toBe(false);
          before = anomaly;
        }
      }),
    );
  });

  it('are the same in another unit, and upside down', () => {
    const values = daily(8, 'scale');
    values[2000] = 900;
    const plain = scoreAll(values);
    // Powers of two are exact in binary: not a digit may differ.
    expect(scoreAll(values.map((x) => x * 1024))).toEqual(plain);
    expect(scoreAll(values.map((x) => x / 2 ** 40))).toEqual(plain);
    expect(scoreAll(values.map((x) => -x))).toEqual(plain);
    expect(plain.some(({ anomaly }) => anomaly)).toBe(true);
  });

  it('hardly change when the zero is moved', () => {
    const values = daily(6, 'shift');
    const moved = scoreAll(values.map((x) => x + 4096));
    const plain = scoreAll(values);
    const differences = plain.map(({ score }, i) => Math.abs(score - (moved[i]?.score ?? 9)));
    expect(Math.max(...differences)).toBeLessThan(0.01);
  });

  it.each([
    ['normal noise', (r: Random) => r.normal()],
    ['skewed noise', (r: Random) => r.lognormal(10, 0.8)],
    ['counts', (r: Random) => r.poisson(3)],
    ['mostly nothing', (r: Random) => (r.chance(0.03) ? r.lognormal(50, 1) : 0)],
  ])('are probabilities: of %s few rows are called anomalies', (name, draw) => {
    const random = new Random(`calibration ${name}`);
    const scored = scoreAll(Array.from({ length: 20_000 }, () => draw(random)));
    const share = (limit: number) => scored.filter(({ score }) => score >= limit).length / scored.length;
    // Of five-minute rows 0.25 stands for one in sixty, 0.5 for one in four thousand; several questions are asked.
    expect(share(0.25)).toBeLessThan(0.04);
    expect(share(0.5)).toBeLessThan(0.001);
  });

  it('find a spike in the daily shape at once, in the night as by day, and little else', () => {
    const values = daily(14, 'spike');
    for (const at of [2500, 3601]) values[at] = (values[at] ?? 0) + 60;
    const found = flagged(values);
    expect(found).toContain(2500);
    expect(found).toContain(3601);
    expect(found.filter((i) => ![2500, 2501, 3601, 3602].includes(i)).length).toBeLessThan(3);
  });

  it('find a fall to nothing', () => {
    const values = daily(14, 'fall');
    for (let i = 3000; i < 3060; i += 1) values[i] = 0;
    expect(flagged(values).find((i) => i >= 3000)).toBe(3000);
  });

  it('find a new level once, and after a day take it for normal', () => {
    const values = daily(14, 'level').map((x, i) => (i < 3000 ? x : x + 80));
    const found = flagged(values).filter((i) => i >= 3000);
    expect(found[0]).toBeLessThan(3004);
    expect(found.filter((i) => i < 3288).length).toBeGreaterThan(200);
    expect(found.filter((i) => i > 3300).length).toBeLessThan(4);
  });

  it('find a value that stopped to change, within the hour', () => {
    const values = daily(14, 'freeze');
    for (let i = 3000; i < 3144; i += 1) values[i] = values[2999] ?? 0;
    const found = flagged(values).filter((i) => i >= 2900);
    // Row 2999 is the first of the equal ones; fewer than four are never one.
    expect(found[0]).toBeGreaterThanOrEqual(3002);
    expect(found[0]).toBeLessThan(3012);
    expect(found.filter((i) => i < 3144).length).toBeGreaterThan(120);
  });

  it('take silence for rest where a metric is silent every night', () => {
    const random = new Random('rest');
    const values = Array.from({ length: 14 * 288 }, (_, i) => {
      const hour = ((START + i * 300) % 86_400) / 3600;
      return hour < 8 ? 0 : random.poisson(20);
    });
    expect(flagged(values).filter((i) => i > 3 * 288).length).toBeLessThan(20);
  });

  it('find noise that grows around a level that stays, and get used to it', () => {
    const random = new Random('noise');
    const values = daily(14, 'noise').map((x, i) => (i < 2500 ? x : x + 20 * random.normal()));
    const found = flagged(values).filter((i) => i >= 2450);
    expect(found[0]).toBeGreaterThanOrEqual(2500);
    expect(found[0]).toBeLessThan(2548);
    expect(found.filter((i) => i > 3300).length).toBeLessThan(60);
  });

  it('find a leak that no hour shows', () => {
    const random = new Random('leak');
    const values = Array.from(
      { length: 14 * 288 },
      (_, i) => 50 + 4 * random.normal() + (i < 2500 ? 0 : Math.min(24, (i - 2500) / 36)),
    );
    const found = flagged(values);
    expect(found.find((i) => i >= 2500)).toBeLessThan(2500 + 864);
    expect(found.filter((i) => i < 2500).length).toBeLessThan(3);
  });

  it.each([0.05, 0.15, 0.3])(
    'find ten silent hours of a working day, weekends being quiet (noise %d)',
    (noise) => {
      // A Monday, 00:00 UTC.
      const monday = 496_728 * 3600;
      const random = new Random(`office ${noise}`);
      const values = Array.from({ length: 3 * 168 }, (_, i) => {
        const busy = i % 24 >= 9 && i % 24 < 18 ? 200 : 10;
        return busy * (Math.floor(i / 24) % 7 >= 5 ? 0.2 : 1) * random.lognormal(1, noise);
      });
      const from = 2 * 168 + 2 * 24 + 9;
      for (let i = from; i < from + 10; i += 1) values[i] = 0;
      const scorer = new StreamScorer();
      const anomalies = values.map((value, i) => scorer.push(monday + i * 3600, value).anomaly);
      expect(anomalies.slice(from, from + 10)).toContain(true);
      // The second weekend is known by the first.
      expect(anomalies.slice(168, from)).not.toContain(true);
    },
  );

  it('find the first change of a constant', () => {
    const values = Array.from({ length: 600 }, (_, i) => (i === 400 ? 46 : 45));
    expect(flagged(values)[0]).toBe(400);
    expect(flagged(values.slice(0, 400))).toEqual([]);
  });

  it('leave missing values alone and go on behind a gap', () => {
    const values = daily(10, 'gap');
    for (let i = 1500; i < 1700; i += 1) values[i] = Number.NaN;
    const scored = scoreAll(values);
    expect(scored.slice(1500, 1700).every(({ score }) => score === 0)).toBe(true);
    expect(flagged(values).filter((i) => i >= 1700).length).toBeLessThan(3);
  });

  it('know a daily job from a spike', () => {
    const random = new Random('job');
    const hourly = Array.from({ length: 24 * 60 }, (_, i) => {
      const nightly = Math.floor((START + i * 3600) / 3600) % 24 === 3;
      return 10 + random.normal() + (nightly ? 60 : 0);
    });
    const jobs = flagged(hourly, 3600).filter((i) => i > 24 * 14);
    expect(jobs.length).toBeLessThan(3);
    const odd = [...hourly];
    // 12 hours away from the job, as large as it.
    const at = 24 * 40 + ((27 - (Math.floor(START / 3600) % 24)) % 24) + 12;
    odd[at] = 70;
    expect(flagged(odd, 3600)).toContain(at);
  });

  describe.each([
    [300, 'a'],
    [300, 'b'],
    [300, 'c'],
    [3600, 'd'],
    [3600, 'e'],
    [3600, 'f'],
  ])('behind one corrupt value (step %d s, seed %s)', (step, seed) => {
    const around100 = () => {
      const random = new Random(`corrupt ${seed}`);
      return Array.from({ length: 2000 }, () => 100 + 5 * random.normal());
    };
    const at = 1000;

    it.each([400, 1e6, -1e6, 1e8, 1e300, -1e300])('go on as if it had not been: %d', (corrupt) => {
      const values = around100();
      const without = scoreAll(values, step);
      values[at] = corrupt;
      values[1300] = 180;
      const found = flagged(values, step);
      expect(found).toContain(at);
      // Chance may bring a row of its own; none is caused by the corrupt one.
      const others = without.flatMap(({ anomaly }, i) => (anomaly ? [i] : []));
      expect(found.filter((i) => i !== at && i !== 1300 && !others.includes(i))).toEqual([]);
      expect(found).toContain(1300);
    });

    it('score a later spike as it would have been scored', () => {
      const values = around100();
      values[1200] = 150;
      const plain = scoreAll(values, step)[1200]?.score ?? 0;
      values[at] = 1e6;
      expect(scoreAll(values, step)[1200]?.score).toBeGreaterThan(plain - 0.1);
    });

    it('are silent where the value never changed', () => {
      for (const corrupt of [100, 1e6, -1e6]) {
        const values = Array<number>(1500).fill(5);
        values[500] = corrupt;
        expect(flagged(values, step)).toEqual([500]);
        values[700] = 7;
        expect(flagged(values, step)).toEqual([500, 700]);
      }
    });

    it('find a new level, and after a day take it for normal', () => {
      const values = around100().map((x, i) => (i < 1100 ? x : x + 100));
      values[at] = 1e8;
      const found = flagged(values, step).filter((i) => i > at);
      const day = 86_400 / step;
      expect(found[0]).toBe(1100);
      expect(found.filter((i) => i < 1100 + day).length).toBeGreaterThan(0.8 * day);
      // Rows behind the day are told of for some hours at most, as of other levels.
      expect(found.filter((i) => i > 1100 + 5 * day)).toEqual([]);
    });
  });

  it('believe what was corrupt for a few rows no more', () => {
    const values = daily(14, 'three');
    for (const i of [2500, 2501, 2502]) values[i] = 1e9;
    expect(flagged(values).filter((i) => i >= 2400)).toEqual([2500, 2501, 2502]);
  });

  it('stay quiet over a long series that repeats', () => {
    const scorer = new SeriesScorer(60);
    let anomalies = 0;
    for (let i = 0; i < 30_000; i += 1) anomalies += scorer.push(START + i * 60, i % 7).anomaly ? 1 : 0;
    expect(anomalies).toBeLessThan(10);
  });
});
