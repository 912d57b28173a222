/**
 * When what a call leaves behind can be seen: fixed by its request id, so that every look agrees.
 * @module
 */
import type { Call } from '../../world/call.ts';
import type { FaultPlan } from '../faults/plan.ts';

/** In [0, 1): one of four independent draws that a request id stands for. */
export function drawOf(requestId: string, draw: 0 | 1 | 2 | 3): number {
  const digits = requestId.replaceAll('-', '');
  // The third block's first digits are the UUID's version and variant; these are the free ones.
  const start = [0, 6, 20, 26][draw] ?? 0;
  return Number.parseInt(digits.slice(start, start + 6), 16) / 2 ** 24;
}

const placeOf = (call: Call) => ({ account: call.source.account, region: call.source.region });

/** Ingestion by CloudWatch Logs in milliseconds: 2.1 to 13.3 s later, half of them within 9 s, as measured. */
export function ingestedAt(call: Call, faults: FaultPlan): number {
  const share = drawOf(call.requestId, 0);
  const delay = share < 0.5 ? 2100 + share * 2 * 6900 : 9000 + (share - 0.5) * 2 * 4300;
  const late = faults.strikes('late-events', call.requestId, placeOf(call));
  const extra = late ? late.share * (late.fault.seconds ?? 600) * 1000 : 0;
  return Math.round(call.at * 1000 + delay + extra);
}

/** When a call's data points count in CloudWatch: after 30 to 110 s; one in fifty up to ten minutes later. */
export function measuredAt(call: Call, faults: FaultPlan): number {
  const share = drawOf(call.requestId, 1);
  const straggles = drawOf(call.requestId, 2) < 0.02 ? share * 600_000 : 0;
  const late = faults.strikes('late-metrics', call.requestId, placeOf(call));
  const extra = late ? late.share * (late.fault.seconds ?? 7200) * 1000 : 0;
  return Math.round(call.at * 1000 + 30_000 + share * 80_000 + straggles + extra);
}

/** Whether the delivery loses a call's record. */
export const isLost = (call: Call, faults: FaultPlan): boolean =>
  faults.strikes('lost-records', call.requestId, placeOf(call)) !== undefined;

/** Milliseconds by which a second copy of a record follows the first; null for one copy. */
export function duplicateAfter(call: Call, faults: FaultPlan): number | null {
  const twice = faults.strikes('duplicate-events', call.requestId, placeOf(call));
  return twice ? Math.round(500 + twice.share * 4000) : null;
}
