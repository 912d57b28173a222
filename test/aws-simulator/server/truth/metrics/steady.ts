/**
 * Models that are called every few minutes, day and night: what makes a set-up of a given size. They are in metrics
 * alone, and have every series that a chat model with a prompt cache can have.
 * @module
 */
import { HOUR } from '../../../world/clock.ts';
import { emitRuntime, type MeasuredCall } from './runtime.ts';
import type { Emit } from './series.ts';

const EVERY = 300;
const DELAY = 60_000;
/** One of its calls in an hour each. */
const FAILURES: readonly string[] = ['ThrottlingException', 'ValidationException', 'InternalServerException'];

/** The calls of one model in an hour. */
export function emitSteady(modelId: string, hour: number, emit: Emit): void {
  for (let i = 0; i < HOUR / EVERY; i++) {
    const at = hour * HOUR + i * EVERY;
    const errorCode = FAILURES[i];
    const call: MeasuredCall = {
      at,
      modelId,
      family: 'claude',
      operation: 'ConverseStream',
      images: 0,
      latencyMs: 900 + i,
      firstByteMs: 300 + i,
      tokens: { input: 100, output: 50, cacheRead: 400, cacheWrite: 20, cacheWrite1h: 0 },
      outcome: errorCode === undefined ? { kind: 'answered' } : { kind: 'failed', errorCode },
    };
    emitRuntime(call, at * 1000 + DELAY, emit);
  }
}
