/**
 * What reads the past is counted apart from what goes on, so that a month's own cost does not extrapolate it.
 */
import { afterEach, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';
import { openAccount } from '../../../src/daemon/collect/accounts.ts';
import { findActivity } from '../../../src/daemon/collect/activity.ts';
import { asHistory, inBackground } from '../../../src/daemon/collect/background.ts';
import { sleep } from '../../../src/daemon/collect/sleep.ts';
import { regionId } from '../../../src/domain/ids.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import { openPlace, type Place } from './place.ts';

let place: Place | undefined;
afterEach(async () => {
  await place?.close();
  place = undefined;
});

it('is marked in the background and at full speed, and nothing else is', async () => {
  place = await openPlace([]);
  const text = 'accounts: [{ name: shop, regions: [us-east-1] }]';
  const { accounts } = parseConfig({ file: 'config.yaml', text, env: {}, readSecret: () => '' });
  const [config] = accounts;
  if (config === undefined) throw new Error('an account');
  const account = openAccount(config, {
    now: () => epochSeconds(0),
    wall: { now: Date.now, wait: sleep },
    ...{ callsPerSecond: 100, env: process.env },
  });
  const look = () => findActivity(account, [regionId('us-east-1')]);
  const counted = () =>
    Object.fromEntries(account.takeCalls().map(({ operation, calls }) => [operation, calls]));
  await Promise.all([look(), inBackground(look), asHistory(look), look()]);
  expect(counted()).toEqual({ ListMetrics: 2, 'ListMetrics (history)': 2 });
});
