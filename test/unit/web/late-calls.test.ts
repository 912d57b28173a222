import { expect, it } from 'vitest';
import { at, fact } from '../../support.ts';
import { webWith } from './support.ts';

it('tells of calls that came too late to be counted, and only then', async () => {
  const { deps, get, page } = await webWith();
  const status = async () => (await get('/api/status')).json();
  const ingest = (iso: string, facts: ReturnType<typeof fact>[]) =>
    deps.store.ingest(
      { source: { collector: 'file', account: null, region: null }, facts, now: at(iso) },
      deps.rater,
    );
  const old = [fact({ at: '2026-03-01T10:00:00Z' }), fact({ at: '2026-03-04T10:00:00Z' })];
  await ingest('2026-03-05', old);
  await ingest('2026-06-01', [fact({ at: '2026-06-01T10:00:00Z' })]);
  await deps.store.prune(at('2026-06-01'), { invocationDays: 35 });
  expect(await status()).toMatchObject({ late: null });
  expect(await page('/status')).not.toContain('Not counted');
  await ingest('2026-06-01', [...old, fact({ at: '2026-03-01T10:30:00Z' })]);
  expect(await status()).toMatchObject({ late: { calls: 3, from: '2026-03-01', to: '2026-03-04' } });
  expect(await page('/status')).toContain('3 records of calls from 2026-03-01 to 2026-03-04 (UTC)');
});
