/**
 * Each permission of the list, one by one.
 * @module
 */
import { ask } from '../../../collectors/aws/index.ts';
import { PERMISSIONS } from '../collect/permissions.ts';
import { at, type CheckResult, findingOf, wasAllowed } from './check.ts';
import { PROBES, type Probing } from './probes.ts';

/** @param wanted sources that are switched on */
export async function checkPermissions(
  probing: Probing,
  wanted: ReadonlySet<string>,
): Promise<CheckResult[]> {
  const place = { account: probing.account, region: probing.clients.region };
  const rows = PERMISSIONS.filter(({ source }) => wanted.has(source)).flatMap((group) =>
    group.actions.map((action) => ({ action, group })),
  );
  const results: CheckResult[] = [];
  // One after the other: a burst of questions would be throttled, and say nothing.
  for (const { action, group } of rows) {
    const probe = PROBES[action];
    if (probe === undefined) continue;
    try {
      await ask({ action }, () => probe.send(probing));
      results.push(at(place, { check: action, status: 'ok', message: 'allowed' }));
    } catch (error) {
      const allowed = probe.madeUp === true && wasAllowed(error);
      const finding = allowed
        ? { check: action, status: 'ok' as const, message: 'allowed' }
        : findingOf(action, error, group.without);
      results.push(at(place, finding));
    }
  }
  return results;
}
