/**
 * Several faults of one run as one.
 * @module
 */
import { CollectFault } from '../../src/domain/collector.ts';
import { isSilence } from './classify.ts';
import { iamStatement, missingPermission, type Permission } from './hint.ts';

/** Gathers the faults of parts that fail alone; the rest of the run goes on. */
export class Faults {
  readonly #faults: CollectFault[] = [];

  /**
   * Runs a part, unless an earlier one was not answered at all: the next would wait as long. What is no CollectFault is
   * thrown on.
   */
  async guard<T>(part: () => Promise<T>): Promise<T | undefined> {
    if (this.#silence) return undefined;
    try {
      return await part();
    } catch (error) {
      this.add(error);
      return undefined;
    }
  }

  add(error: unknown): void {
    if (!(error instanceof CollectFault)) throw error;
    this.#faults.push(error);
  }

  get #silence(): boolean {
    return this.#faults.some(({ cause }) => isSilence(cause));
  }

  get any(): boolean {
    return this.#faults.length > 0;
  }

  /** Whether going on makes no sense: what is refused stays so, and a connection that fails three times is down. */
  get hopeless(): boolean {
    return this.#faults.length >= 3 || this.#faults.some(({ kind }) => kind === 'denied');
  }

  /** @throws CollectFault for all of them; a refusal decides the kind, since it needs a person */
  throwAny(): void {
    const [first, ...others] = this.#faults;
    if (first === undefined) return;
    if (others.length === 0) throw first;
    const worst = KINDS.find((kind) => this.#faults.some((fault) => fault.kind === kind)) ?? first.kind;
    const message = this.#faults.map((fault) => fault.message).join('; ');
    const hint = this.#hint();
    throw new CollectFault(worst, message, { ...(hint === undefined ? {} : { hint }), cause: first });
  }

  #hint(): string | undefined {
    const denied = this.#faults.filter((fault) => fault.hint?.startsWith('allow '));
    const others = this.#faults.filter((fault) => !denied.includes(fault)).flatMap(({ hint }) => hint ?? []);
    const statement = denied.length === 0 ? [] : [`allow ${iamStatement(denied.map(permissionOf))}`];
    const all = [...new Set([...statement, ...others])];
    return all.length === 0 ? undefined : all.join('; ');
  }
}

const KINDS: readonly CollectFault['kind'][] = ['denied', 'absent', 'throttled', 'unavailable', 'misread'];

function permissionOf(fault: CollectFault): Permission {
  const action = /^([a-z0-9-]+:[A-Za-z0-9]+):/.exec(fault.message)?.[1] ?? '*';
  return missingPermission(fault.message, { action });
}
