/**
 * One question to AWS: sent, asked again when the answer was garbage, its failure in words.
 * @module
 */
import { CollectFault } from '../../src/domain/collector.ts';
import { classify, isCutOff, isDefect, isUnreadable } from './classify.ts';
import type { Doing } from './hint.ts';

/** The SDK's own retries leave out answers that it cannot read; a proxy's hiccup is over at once. */
const ATTEMPTS = 3;

/**
 * Sends a request.
 * @param send may throw a CollectFault of kind `misread` for an answer that cannot be the service's
 * @throws CollectFault for every failure that is AWS's or the network's
 */
export async function ask<T>(doing: Doing, send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      if (isDefect(error)) throw error;
      if (attempt < ATTEMPTS && isGarbage(error)) continue;
      throw classify(error, doing);
    }
  }
}

const isGarbage = (error: unknown): boolean =>
  error instanceof CollectFault ? error.kind === 'misread' : isUnreadable(error) || isCutOff(error);

/**
 * All pages of a listing, in order; a page may be empty.
 * @param fetch gets the token of the page; undefined for the first
 * @param nextOf token of the page after; absent or empty: this was the last
 */
export async function* pages<P>(
  doing: Doing,
  fetch: (token: string | undefined) => Promise<P>,
  nextOf: (page: P) => string | undefined,
): AsyncGenerator<P, void, undefined> {
  let token: string | undefined;
  do {
    const sent = token;
    const page = await ask(doing, () => fetch(sent));
    yield page;
    token = nextOf(page) || undefined;
    // Going on would ask for the same page for ever; stopping would take a part for the whole.
    if (token !== undefined && token === sent) {
      throw new CollectFault('misread', `${doing.action}: the answer repeats its page token`);
    }
  } while (token !== undefined);
}

/** All items of all pages. */
export async function listAll<P, T>(
  doing: Doing,
  fetch: (token: string | undefined) => Promise<P>,
  nextOf: (page: P) => string | undefined,
  itemsOf: (page: P) => readonly T[] | undefined,
): Promise<T[]> {
  const items: T[] = [];
  for await (const page of pages(doing, fetch, nextOf)) items.push(...(itemsOf(page) ?? []));
  return items;
}
