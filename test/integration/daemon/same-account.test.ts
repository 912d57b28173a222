/**
 * Two entries of the configuration that turn out to be the same account: read once, and said.
 */
import { afterEach, expect, it } from 'vitest';
import { openPlace, type Place } from './place.ts';

let place: Place | undefined;
afterEach(async () => {
  await place?.close();
  place = undefined;
});

const role = (path: string) => ({
  arn: `arn:aws:iam::444455556666:role/${path}bedrock-meter`,
  externalId: 'bedrock-meter',
});

it.each([
  ['by the same credentials', { id: '111122223333' }, {}, 'us-east-1', '111122223333'],
  ['by two roles', { role: role('') }, { role: role('team/') }, 'us-west-2', '444455556666'],
])('are read once (%s)', async (_, one, other, region, account) => {
  const names = ['prod', 'again'] as const;
  const [first, second] = [one, other].map((more, i) => ({ name: names[i], regions: [region], ...more }));
  place = await openPlace([first ?? {}]);
  expect((await place.once()).filter(({ status }) => status === 'failed')).toEqual([]);
  const alone = place.aws.calls.total('monitoring');
  await place.close();

  place = await openPlace([first ?? {}, second ?? {}]);
  const results = await place.once();
  expect(place.aws.calls.total('monitoring')).toBe(alone);
  expect(results.filter(({ status }) => status === 'failed')).toEqual([]);
  for (const kind of ['invocation-logs', 'metrics', 'inventory', 'quotas']) {
    const own = results.filter(({ name }) => name.startsWith(kind));
    expect([kind, own.map(({ status }) => status).sort()]).toEqual([kind, ['ok', 'skipped']]);
    const [skipped] = own.filter(({ status }) => status === 'skipped');
    // Whom AWS answered first.
    expect(skipped?.error).toMatch(
      new RegExp(`(prod and again|again and prod) are both account ${account} in ${region}`),
    );
    expect(skipped?.hint).toMatch(/accounts/);
  }
});

it.each(['first', 'last'])(
  'an entry whose role cannot be assumed keeps nobody from reading (%s)',
  async (where) => {
    const works = { name: 'works', regions: ['us-east-1'] };
    const arn = 'arn:aws:iam::111122223333:role/not-there';
    const broken = { name: 'broken', regions: ['us-east-1'], role: { arn } };
    place = await openPlace(where === 'first' ? [broken, works] : [works, broken]);
    const results = await place.once();
    for (const kind of ['invocation-logs', 'metrics', 'inventory', 'quotas']) {
      const own = results.filter(({ name }) => name.startsWith(kind));
      expect([kind, own.map(({ status }) => status).sort()]).toEqual([kind, ['failed', 'ok']]);
      const failed = own.find(({ status }) => status === 'failed');
      expect(failed?.error).toMatch(/sts:AssumeRole/);
      expect(failed?.hint).toMatch(/trust the caller/);
    }
  },
);
