/**
 * Adds rows up into the groups of one grouping. Rows come in order of time; the groups of a bucket of time are handed
 * over when the next one begins. Sums are exact: what no number holds any more is carried in big integers.
 * @module
 */

const MOST = Number.MAX_SAFE_INTEGER;

/** A row held a number that cannot be read as one; the question has to be asked again with big integers. */
export class TooLarge extends Error {}

/** One group of a bucket: where it is in order, and its sums. */
export type Emit = (bucket: number, group: number, sumOf: (column: number) => bigint | number) => void;

export class Fold {
  readonly #width: number;
  readonly #activity: number | null;
  readonly #compare: (a: number, b: number) => number;
  readonly #emit: Emit;
  #sums = new Float64Array(0);
  #carry = new Map<number, bigint>();
  #seen = new Int32Array(0);
  #touched: number[] = [];
  #round = 1;
  #bucket = Number.NaN;

  /**
   * @param width sums of a group
   * @param activity the sum without which a group is none; null: every group is one that has a row
   */
  constructor(width: number, activity: number | null, compare: (a: number, b: number) => number, emit: Emit) {
    this.#width = width;
    this.#activity = activity;
    this.#compare = compare;
    this.#emit = emit;
  }

  /** To be called when the time of rows changes. */
  enter(bucket: number): void {
    if (bucket === this.#bucket) return;
    this.flush();
    this.#bucket = bucket;
  }

  /**
   * Adds a row, or takes it off.
   * @param offset of its first sum in the row
   * @param column that this is the sum of
   * @throws TooLarge
   */
  add(group: number, row: readonly (number | bigint)[], offset: number, column: number, sign: 1 | -1): void {
    if (this.#seen[group] !== this.#round) this.#touch(group);
    const sums = this.#sums;
    const start = group * this.#width + column;
    const length = row.length - offset;
    for (let i = 0; i < length; i++) {
      const value = row[offset + i];
      if (typeof value !== 'number') {
        this.#carryOn(start + i, BigInt(value ?? 0) * BigInt(sign));
        continue;
      }
      if (value === 0) continue;
      if (value > MOST) throw new TooLarge();
      const sum = (sums[start + i] ?? 0) + sign * value;
      if (sum <= MOST && sum >= -MOST) sums[start + i] = sum;
      else this.#carryOn(start + i, BigInt(sign * value));
    }
  }

  /** Hands over the last bucket. */
  flush(): void {
    const { length } = this.#touched;
    for (const group of length > 1 ? this.#touched.sort(this.#compare) : this.#touched) {
      const start = group * this.#width;
      if (this.#activity === null || this.#sumAt(start + this.#activity) > 0)
        this.#emit(this.#bucket, group, (column) => this.#sumAt(start + column));
    }
    this.#touched = [];
    this.#carry.clear();
    this.#round += 1;
  }

  #sumAt(at: number): bigint | number {
    const sum = this.#sums[at] ?? 0;
    const carried = this.#carry.size === 0 ? undefined : this.#carry.get(at);
    return carried === undefined ? sum : carried + BigInt(sum);
  }

  #carryOn(at: number, value: bigint): void {
    if (value !== 0n) this.#carry.set(at, (this.#carry.get(at) ?? 0n) + value);
  }

  #touch(group: number): void {
    if (group >= this.#seen.length) this.#grow(group + 1);
    this.#seen[group] = this.#round;
    this.#touched.push(group);
    this.#sums.fill(0, group * this.#width, (group + 1) * this.#width);
  }

  #grow(groups: number): void {
    const size = Math.max(64, 2 * groups);
    const seen = new Int32Array(size);
    seen.set(this.#seen);
    const sums = new Float64Array(size * this.#width);
    sums.set(this.#sums);
    this.#seen = seen;
    this.#sums = sums;
  }
}
