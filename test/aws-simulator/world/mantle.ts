/**
 * Calls to the `bedrock-mantle` endpoint: in no invocation log and not in `AWS/Bedrock`, only in a metric
 * namespace of their own.
 * @module
 */
import { SOURCES, type Source } from './accounts.ts';
import { HOUR } from './clock.ts';
import type { Random } from './random.ts';
import { activity } from './rhythm.ts';

export interface Inference {
  readonly at: number;
  readonly source: Source;
  readonly project: string;
  readonly model: string;
  readonly input: number;
  readonly output: number;
  readonly failed: boolean;
}

/** Share of the world's calls, beside those on the runtime endpoint. */
const SHARE = 0.03;
interface Use {
  readonly project: string;
  readonly model: string;
}
const USES: readonly [Use, ...Use[]] = [
  { project: 'evaluations', model: 'openai.gpt-oss-120b' },
  { project: 'evaluations', model: 'moonshotai.kimi-k2-thinking' },
  { project: 'default', model: 'openai.gpt-oss-120b' },
];

/** The calls of one hour, by time; engineering in us-west-2 alone makes them. */
export function drawInferences(
  hour: number,
  source: Source,
  root: Random,
  rate: number,
  end: number,
): Inference[] {
  if (source !== SOURCES.engineeringWest) return [];
  const own = root.split('mantle');
  const random = own.split(`calls ${hour}`);
  const count = random.poisson(rate * SHARE * activity('office-us', hour, end, own));
  const drawn = Array.from({ length: count }, () => {
    const failed = random.chance(0.02);
    return {
      at: hour * HOUR + random.int(HOUR),
      source,
      ...random.pick(USES),
      input: failed ? 0 : Math.round(random.lognormal(1200, 0.8)),
      output: failed ? 0 : Math.round(random.lognormal(400, 0.7)),
      failed,
    };
  });
  return drawn.sort((x, y) => x.at - y.at);
}
