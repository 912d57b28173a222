/**
 * The faults that are on, and whom they strike: seeded, so that a run can be repeated.
 * @module
 */
import { Random } from '../../world/random.ts';
import {
  type DataFault,
  type Fault,
  type FaultText,
  faultSchema,
  matches,
  REQUEST_FAULTS,
  type Target,
} from './fault.ts';

interface Entry {
  readonly fault: Fault;
  readonly random: Random;
  seen: number;
  struck: number;
}

export class FaultPlan {
  readonly #seed: string;
  readonly #entries = new Map<string, Entry>();
  #added = 0;
  /** Changes whenever the faults of deliveries do; what was derived from them is then out of date. */
  version = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** @returns the fault's id. @throws ZodError for one that does not exist */
  add(text: FaultText): string {
    this.#added += 1;
    const id = `fault-${this.#added}`;
    const fault = { ...faultSchema.parse(text), id };
    const random = new Random(`${this.#seed}/${id}/${fault.kind}`);
    this.#entries.set(id, { fault, random, seen: 0, struck: 0 });
    this.version += 1;
    return id;
  }

  remove(id: string): boolean {
    this.version += 1;
    return this.#entries.delete(id);
  }

  clear(): void {
    this.version += 1;
    this.#entries.clear();
  }

  /** The faults that are on, with how often each has struck a request. */
  list(): (Fault & { readonly struck: number })[] {
    return [...this.#entries.values()].map(({ fault, struck }) => ({ ...fault, struck }));
  }

  /** The fault that strikes this request, if one does; counts as struck. */
  strike(target: Target, kinds: readonly string[] = REQUEST_FAULTS): Fault | undefined {
    for (const entry of this.#entries.values()) {
      const { fault } = entry;
      if (!kinds.includes(fault.kind) || !matches(fault, target)) continue;
      if (entry.struck >= (fault.times ?? Number.POSITIVE_INFINITY)) continue;
      entry.seen += 1;
      if (entry.seen <= (fault.skip ?? 0) || !entry.random.chance(fault.probability ?? 1)) continue;
      entry.struck += 1;
      return fault;
    }
    return undefined;
  }

  /** A delivery fault that strikes one record or object, and by how much: in [0, 1), the same every time. */
  strikes(kind: DataFault, label: string, target: Target): { fault: Fault; share: number } | undefined {
    for (const { fault } of this.#entries.values()) {
      if (fault.kind !== kind || !matches(fault, target)) continue;
      const random = new Random(`${this.#seed}/${kind}/${label}`);
      if (random.chance(fault.probability ?? 1)) return { fault, share: random.unit() };
    }
    return undefined;
  }
}
