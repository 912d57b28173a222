/**
 * Metric series: what names one, and the data points that an hour puts into it.
 * @module
 */

/** By name of the dimension. */
export type Dimensions = readonly (readonly [name: string, value: string])[];

export interface SeriesId {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Dimensions;
}

/** One text for each series, whatever the order of its dimensions. */
export function seriesKey({ namespace, metric, dimensions }: SeriesId): string {
  const sorted = dimensions.length > 1 ? dimensions.toSorted(([x], [y]) => (x < y ? -1 : 1)) : dimensions;
  return `${namespace}\n${metric}\n${sorted.map(([name, value]) => `${name}=${value}`).join('\n')}`;
}

export interface Datum {
  /** Seconds since the epoch. */
  readonly at: number;
  readonly value: number;
  /** Milliseconds since the epoch: from when on it counts. */
  readonly arrives: number;
}

export interface Series {
  readonly id: SeriesId;
  readonly data: Datum[];
}

export type Emit = (namespace: string, metric: string, dimensions: Dimensions, datum: Datum) => void;

/** All series with data in an hour, by their key. */
export class SeriesSet {
  readonly series = new Map<string, Series>();

  readonly emit: Emit = (namespace, metric, dimensions, datum) => {
    const id = { namespace, metric, dimensions };
    const key = seriesKey(id);
    const known = this.series.get(key);
    if (known) known.data.push(datum);
    else this.series.set(key, { id, data: [datum] });
  };
}
