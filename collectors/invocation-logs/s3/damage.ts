/**
 * Objects whose gzip data is cut off or broken. S3 replaces objects whole, so an object that is damaged in three runs,
 * with the same ETag, stays so: its sound part has been taken, and it is remembered as read. The count lives with the
 * collector; a restart begins it again, which costs three more readings.
 * @module
 */
import type { LogObject } from './list.ts';

const TRIES = 3;

export class Damage {
  readonly #tries = new Map<string, number>();

  /** Notes a failed reading. @returns whether it was the last one worth doing */
  isFinal({ key, etag }: LogObject, tell: (what: string) => void): boolean {
    const id = `${key} ${etag ?? ''}`;
    const tries = (this.#tries.get(id) ?? 0) + 1;
    if (tries < TRIES) {
      this.#tries.set(id, tries);
      tell('the records before the damage are taken, and it will be read again');
      return false;
    }
    this.#tries.delete(id);
    tell('it stays damaged; the records before the damage are taken');
    return true;
  }
}
