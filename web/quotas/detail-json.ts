/**
 * One quota as JSON: its callers in the hottest minutes, its values over time, what was asked for.
 * @module
 */
import type { QuotaDetail } from '../../src/answers/quota/detail.ts';
import { windowText } from '../../src/answers/quota.ts';
import { type EpochSeconds, epochSeconds, isoInstant } from '../../src/domain/time.ts';

export function quotaDetailJson({ now, window, row, values, requests, increase }: QuotaDetail) {
  return {
    at: isoInstant(now),
    window: windowText(window),
    ...{ account: row.account, region: row.region, quotaCode: row.quota.code, quotaName: row.quota.name },
    ...{ state: row.state, why: row.why },
    callers: row.callers ?? [],
    values: values.map(({ from, to, ...value }) => ({ ...value, from: isoInstant(from), to: iso(to) })),
    requests: requests.map(({ created, updated, ...request }) => ({
      ...request,
      ...{ created: asked(created), updated: asked(updated) },
    })),
    increase,
  };
}

const iso = (at: EpochSeconds | null) => (at === null ? null : isoInstant(at));
const asked = (at: number | null) => (at === null ? null : isoInstant(epochSeconds(at)));
