/**
 * A simulator on a clock that stands still, and what the SDK's clients need to talk to it.
 * @module
 */
import { NodeHttpHandler } from '@smithy/node-http-handler';
import {
  manualClock,
  type RunningSimulator,
  type SimulatorOptions,
  startSimulator,
} from '../../aws-simulator/server/index.ts';

export const NOW = '2026-11-20T12:34:56Z';
export const NOW_MS = Date.parse(NOW);
export const SHOP = '111122223333';
export const ENGINEERING = '444455556666';
export const EUROPE = '777788889999';

/** Two days of history by default, as of {@link NOW}, with no limit of requests. */
export function start(options: Partial<SimulatorOptions> = {}): Promise<RunningSimulator> {
  return startSimulator({
    seed: 5,
    now: NOW_MS / 1000,
    days: 2,
    clock: manualClock(NOW_MS),
    rateLimits: 'off',
    ...options,
  });
}

/** Of a client of one account and Region that does not try again. */
export function clientConfig(simulator: RunningSimulator, region = 'us-east-1', account = SHOP) {
  return {
    endpoint: simulator.url,
    region,
    credentials: { accessKeyId: `AKIA${account}TEST`, secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ requestTimeout: 30_000, throwOnRequestTimeout: true }),
  };
}

/** Follows an operation's tokens to the end. */
export async function allPages<P>(
  ask: (token: string | undefined) => Promise<P>,
  tokenOf: (page: P) => string | undefined,
): Promise<P[]> {
  const pages: P[] = [];
  let token: string | undefined;
  do {
    const page = await ask(token);
    pages.push(page);
    token = tokenOf(page);
  } while (token !== undefined);
  return pages;
}

/** Request ids of the calls whose records go somewhere, in any order. */
export function requestIds(lines: readonly string[]): string[] {
  return lines
    .filter((line) => line.startsWith('{'))
    .map((line): { schemaType?: string; requestId?: string } => JSON.parse(line))
    .filter((record) => record.schemaType === 'ModelInvocationLog')
    .map((record) => record.requestId ?? '');
}

/** Name and status of the error that a call ends with. */
export async function failureOf(
  call: Promise<unknown>,
): Promise<{ name: string; status: number | undefined }> {
  try {
    await call;
  } catch (error) {
    const { name = '', $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
    return { name, status: $metadata?.httpStatusCode };
  }
  throw new Error('it did not fail');
}
