/**
 * Tags of application inference profiles, by the ids that calls are made with. They stand in for request tags that a call
 * does not carry. What is kept is what a profile has now, or had when it was last listed.
 * @module
 */
import type { SnapshotItem } from '../../domain/snapshot.ts';
import type { Labels } from './labels.ts';
import type { Db } from './open.ts';

/** Kind of the snapshots that list profiles. */
export const PROFILE_KIND = 'inference-profile';

/** Takes over the tags of listed profiles. Where tags could not be read, and of profiles that are gone, the last ones stay. */
export function putProfileTags(db: Db, labels: Labels, items: readonly SnapshotItem[]): void {
  const forget = db.prepare<[number]>('DELETE FROM profile_tag WHERE called = ?');
  const add = db.prepare<[number, number, number]>(
    'INSERT OR REPLACE INTO profile_tag (called, key, value) VALUES (?, ?, ?)',
  );
  for (const { id, body } of items) {
    const tags = fieldOf(body, 'tags');
    if (typeof tags !== 'object' || tags === null) continue;
    const arn = fieldOf(body, 'arn');
    for (const called of new Set([id, typeof arn === 'string' ? arn : id])) {
      const label = labels.intern(called);
      forget.run(label);
      for (const [key, value] of Object.entries(tags)) {
        if (typeof value === 'string') add.run(label, labels.intern(key), labels.intern(value));
      }
    }
  }
}

function fieldOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null
    ? Object.getOwnPropertyDescriptor(body, name)?.value
    : undefined;
}
