import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';
import { collectSetup } from '../../../src/daemon/collect/messages.ts';
import { CollectThread } from '../../../src/daemon/collect/thread.ts';

const config = parseConfig({
  file: 'c',
  text: 'accounts: [{ name: a, regions: [us-east-1] }]',
  env: {},
  readSecret: () => '',
});
const setup = collectSetup(config, ':memory:', null);

describe('the collecting thread', () => {
  it('shows every planned source before it has said a word', async () => {
    const thread = new CollectThread(setup, {
      ...{ onEvent: () => undefined, onCrash: () => undefined, onFault: () => undefined, random: () => 0 },
      worker: new URL('./no-such-worker.ts', import.meta.url),
    });
    expect(thread.reports().map(({ collector }) => collector)).toEqual([
      ...['invocation-logs', 'metrics', 'inventory', 'quotas'],
    ]);
    await thread.stop();
  });

  it('is started again when it crashes, and says meanwhile that nothing is collected', async () => {
    const crashes: [string, number][] = [];
    const enough = Promise.withResolvers<void>();
    const thread = new CollectThread(setup, {
      onEvent: () => undefined,
      onCrash: (message, again) => {
        crashes.push([message, again]);
        if (crashes.length === 2) enough.resolve();
      },
      onFault: () => undefined,
      random: () => 0,
      worker: new URL('./no-such-worker.ts', import.meta.url),
    });
    await enough.promise;
    expect(crashes[0]?.[0]).toMatch(/no-such-worker/);
    expect(thread.reports()).toMatchObject(
      Array(4).fill({ kind: 'defect', error: expect.stringContaining('collecting has stopped: ') }),
    );
    await thread.stop();
  });

  it('stops while it waits to be started again', async () => {
    const crashed = Promise.withResolvers<void>();
    const thread = new CollectThread(setup, {
      onEvent: () => undefined,
      onCrash: () => crashed.resolve(),
      onFault: () => undefined,
      random: () => 0.999,
      worker: new URL('./crashing-worker.ts', import.meta.url),
    });
    await crashed.promise;
    await thread.stop();
    expect(thread.reports()).toEqual([]);
  });
});
