/**
 * Points of five minutes and of hours. Their mean per minute is a lower bound of the highest minute inside, and they
 * are never taken for minutes.
 * @module
 */
import type { MetricData } from '../../domain/metric.ts';
import { columnOf } from './metric-columns.ts';

interface Slot {
  period: number;
  native: number;
  formula: number;
  requests: number;
}

/** Sums of all ids of a bucket by slot. */
export class CoarseSlots {
  readonly slots = new Map<number, Slot>();

  at(at: number, period: number): Slot {
    const slot = this.slots.get(at) ?? { period, native: 0, formula: 0, requests: 0 };
    this.slots.set(at, slot);
    return slot;
  }

  /** The highest mean per minute; null without coarse points. */
  peak(): { settled: number; requests: number; period: number } | null {
    if (this.slots.size === 0) return null;
    let [settled, requests, period] = [0, 0, 0];
    for (const slot of this.slots.values()) {
      const minutes = slot.period / 60;
      settled = Math.max(settled, Math.max(slot.native, slot.formula) / minutes);
      requests = Math.max(requests, slot.requests / minutes);
      period = Math.max(period, slot.period);
    }
    return { settled, requests, period };
  }
}

/** Adds the coarse points of one id. @param rate weight of output tokens */
export function addCoarse(slots: CoarseSlots, data: readonly MetricData[], rate: number): void {
  const spelled = new Set<string>();
  for (const { series, points } of data) {
    const column = columnOf(series.metric);
    if (column === undefined) continue;
    const weight = column === 'output' ? rate : 1;
    for (const { at, period, value } of points) {
      if (period <= 60 || !Number.isFinite(value)) continue;
      if (column === 'cacheWrite') {
        // The other spelling of the same metric.
        if (spelled.has(`${at}`)) continue;
        spelled.add(`${at}`);
      }
      const slot = slots.at(at, period);
      if (column === 'native') slot.native += value;
      else if (column === 'accepted' || column === 'throttled') slot.requests += value;
      else slot.formula += weight * value;
    }
  }
}
