/**
 * Parsing on the thread that writes: what the parser threads are compared with.
 * @module
 */
import type { InvocationFact } from '../../domain/usage.ts';
import { parseFiles } from './parse-files.ts';
import type { Job, ParsedPart } from './parsed.ts';
import type { Parsers } from './parser-pool.ts';

class Facts {
  list: InvocationFact[] = [];

  get rows(): number {
    return this.list.length;
  }

  add(fact: InvocationFact): void {
    this.list.push(fact);
  }
}

export const HERE: Parsers = {
  room: 0,
  async *parse(job: Job, hashKey: Uint8Array | null): AsyncGenerator<ParsedPart, void, undefined> {
    const facts = new Facts();
    for await (const counts of parseFiles(job, hashKey, facts)) {
      const { list } = facts;
      facts.list = [];
      yield { ...counts, facts: list };
    }
  },
};
