/**
 * What Prometheus expects of counters and of labels, and the store does not promise.
 * @module
 */
import type { MetricFamily, Sample } from '../../src/answers/prometheus.ts';
import { OTHER_LABEL } from '../../src/domain/dimension.ts';
import { type BaseModelId, baseModelId } from '../../src/domain/ids.ts';

/**
 * Counters that never go down while the process lives. Sums of the store can: tokens move to their model when the
 * inventory says which it is, and unpriced ones get a price.
 */
export class Counters {
  readonly #highest = new Map<string, number>();

  hold(family: MetricFamily): MetricFamily {
    if (family.type !== 'counter') return family;
    const samples = new Map(family.samples.map((sample) => [keyOf(family, sample.labels), sample]));
    for (const [key, { value }] of samples) {
      this.#highest.set(key, Math.max(value, this.#highest.get(key) ?? 0));
    }
    const held = [...this.#highest].filter(([key]) => key.startsWith(`${family.name}\n`));
    return {
      ...family,
      samples: held.map(([key, value]) => ({
        labels: samples.get(key)?.labels ?? labelsOf(family, key),
        value,
      })),
    };
  }
}

const keyOf = ({ name, labels }: MetricFamily, values: Sample['labels']): string =>
  `${name}\n${JSON.stringify(labels.map((label) => values[label] ?? ''))}`;

function labelsOf({ name, labels }: MetricFamily, key: string): Sample['labels'] {
  const values = JSON.parse(key.slice(name.length + 1)) as string[];
  return Object.fromEntries(labels.map((label, i) => [label, values[i] ?? '']));
}

/** Models that the price book does not know and that have a series of their own. */
const MOST_UNKNOWN = 100;

/** Callers can invent model ids: past a number of them, the unknown are counted together. */
export class LabelCeiling {
  readonly #isKnown: (model: BaseModelId) => boolean;
  readonly #admitted = new Set<string>();

  constructor(isKnown: (model: BaseModelId) => boolean) {
    this.#isKnown = isKnown;
  }

  apply(family: MetricFamily): MetricFamily {
    if (!family.labels.includes('model')) return family;
    const sums = new Map<string, Sample>();
    for (const { labels, value } of family.samples) {
      const merged = { ...labels, model: this.#nameOf(labels.model ?? '') };
      const key = keyOf(family, merged);
      sums.set(key, { labels: merged, value: value + (sums.get(key)?.value ?? 0) });
    }
    return { ...family, samples: [...sums.values()] };
  }

  #nameOf(model: string): string {
    if (this.#admitted.has(model) || this.#isKnown(baseModelId(model))) return model;
    if (this.#admitted.size >= MOST_UNKNOWN) return OTHER_LABEL;
    this.#admitted.add(model);
    return model;
  }
}
