/**
 * Queues that S3 announces the objects of log buckets in: one for each bucket and way of announcing, from the start of
 * the simulator on. At least once, in no order, as standard queues are.
 * @module
 */
import { createHash, randomUUID } from 'node:crypto';
import type { Source } from '../../world/accounts.ts';
import { bucketOf } from '../../world/delivery.ts';
import { Random } from '../../world/random.ts';
import { logBucketOf } from '../s3/bucket.ts';
import type { Simulator } from '../simulator.ts';
import { allSources } from '../truth/sources.ts';
import { announcement, FORMS, type Form, suffixOf } from './announcement.ts';

interface Message {
  readonly id: string;
  readonly body: string;
  receives: number;
  /** Milliseconds since the epoch. */
  visibleAt: number;
  /** Of the last receipt: an older one deletes, too, as long as the message is there. */
  readonly receipts: Set<string>;
}

/** A message as it is handed out. */
export interface Delivery {
  readonly id: string;
  readonly body: string;
  readonly md5: string;
  readonly receipt: string;
  readonly receives: number;
}

/** One queue. */
export class SimulatedQueue {
  readonly source: Source;
  readonly #form: Form;
  readonly #simulator: Simulator;
  readonly #messages = new Map<string, Message>();
  readonly #announced = new Set<string>();
  readonly #since: number;

  constructor(source: Source, form: Form, simulator: Simulator, since: number) {
    this.source = source;
    this.#form = form;
    this.#simulator = simulator;
    this.#since = since;
  }

  /** Puts any message in. */
  send(body: string, visibleAt = 0): void {
    const id = randomUUID();
    this.#messages.set(id, { id, body, receives: 0, visibleAt, receipts: new Set() });
  }

  /** Messages that can be received or have been, and are not deleted. */
  get size(): number {
    const now = this.#simulator.clock.now();
    this.#catchUp(now);
    return [...this.#messages.values()].filter(({ visibleAt, receives }) => visibleAt <= now || receives > 0)
      .length;
  }

  receive(most: number, hiddenMilliseconds: number, now: number): Delivery[] {
    this.#catchUp(now);
    const visible = [...this.#messages.values()].filter(({ visibleAt }) => visibleAt <= now);
    return this.#shuffled(visible, now)
      .slice(0, most)
      .map((message) => {
        message.receives += 1;
        message.visibleAt = now + hiddenMilliseconds;
        const { id, body, receives } = message;
        const receipt = `${id}/${receives}`;
        message.receipts.add(receipt);
        return { id, body, receipt, receives, md5: createHash('md5').update(body).digest('hex') };
      });
  }

  /** @returns whether the receipt is one that this queue has given; a message that is gone already is no fault */
  delete(receipt: string): boolean {
    const [id = ''] = receipt.split('/');
    if (!/^[0-9a-f-]{36}\/\d+$/.test(receipt)) return false;
    if (this.#messages.get(id)?.receipts.has(receipt)) this.#messages.delete(id);
    return true;
  }

  /** Announces what has appeared in the bucket since the last look. */
  #catchUp(now: number): void {
    const { faults } = this.#simulator;
    const { account, region } = this.source;
    const place = { account, region };
    const bucket = logBucketOf(this.source, this.#simulator);
    for (const head of bucket.objects('', '', now)) {
      if (head.lastModified <= this.#since || this.#announced.has(head.key)) continue;
      this.#announced.add(head.key);
      if (faults.strikes('lost-notifications', head.key, place)) continue;
      const body = announcement(this.#form, this.source, bucket.name, head);
      this.send(body);
      const twice = faults.strikes('duplicate-events', head.key, place);
      if (twice) this.send(body, head.lastModified + twice.share * 900_000);
    }
  }

  #shuffled(messages: readonly Message[], now: number): Message[] {
    const random = new Random(`queue ${this.source.account} ${this.source.region} ${now} ${messages.length}`);
    return messages
      .map((message) => ({ message, at: random.unit() }))
      .sort((a, b) => a.at - b.at)
      .map(({ message }) => message);
  }
}

/** All queues, by the name in their address. */
export class Queues {
  readonly #simulator: () => Simulator;
  readonly #since: number;
  readonly #made = new Map<string, SimulatedQueue>();

  constructor(simulator: () => Simulator, since: number) {
    this.#simulator = simulator;
    this.#since = since;
  }

  /** Where S3 announces the objects of a source's bucket: `/<account>/<bucket>`, with `-sns` or `-events`. */
  pathOf(source: Source, form: Form = 'direct'): string {
    return `/${source.account}/${bucketOf(source)}${suffixOf(form)}`;
  }

  /** Undefined where there is no such queue. */
  find(path: string): SimulatedQueue | undefined {
    const known = this.#made.get(path);
    if (known) return known;
    for (const source of allSources()) {
      for (const form of FORMS) {
        if (this.pathOf(source, form) !== path) continue;
        const queue = new SimulatedQueue(source, form, this.#simulator(), this.#since);
        this.#made.set(path, queue);
        return queue;
      }
    }
    return undefined;
  }
}
