/**
 * Families of samples as registries of prom-client, none of them its global one.
 * @module
 */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { MetricFamily } from '../../src/answers/prometheus.ts';

/** A registry of these samples and no others. */
export function registryOf(families: readonly MetricFamily[]): Registry {
  const registry = new Registry();
  for (const { name, help, type, labels, samples } of families) {
    const shape = { name, help, labelNames: [...labels], registers: [registry] };
    if (type === 'counter') {
      const counter = new Counter(shape);
      for (const sample of samples) counter.inc({ ...sample.labels }, sample.value);
    } else {
      const gauge = new Gauge(shape);
      for (const sample of samples) gauge.set({ ...sample.labels }, sample.value);
    }
  }
  return registry;
}

/** CPU, memory, file descriptors and event loop of this process. Made once: it goes on measuring. */
export function processRegistry(): Registry {
  const register = new Registry();
  collectDefaultMetrics({ register, eventLoopMonitoringPrecision: 100 });
  return register;
}
