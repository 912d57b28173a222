/**
 * A thread that does as its test says. What it was told and how often it began is counted where the test can see it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { untilStopped } from '../../../../src/daemon/threads/on-stop.ts';

/** Places of the shared counters. */
export const AT = { begun: 0, finished: 1, gate: 2, beats: 3 } as const;

export type Script = 'echo' | 'throws-at-once' | 'waits-to-begin' | 'hears-no-stop' | 'spins-when-stopped';

export interface ScriptSetup {
  readonly script: Script;
  readonly counters: SharedArrayBuffer;
}

export type ScriptRequest =
  | { readonly kind: 'say'; readonly what: string }
  | { readonly kind: 'throw' }
  | { readonly kind: 'leave' };

if (parentPort) {
  const port = parentPort;
  const { script, counters } = workerData as ScriptSetup;
  const count = new Int32Array(counters);
  Atomics.add(count, AT.begun, 1);
  Atomics.notify(count, AT.begun);
  if (script === 'throws-at-once') throw new Error('out of luck');
  if (script === 'waits-to-begin') Atomics.wait(count, AT.gate, 0);
  if (script === 'hears-no-stop') port.on('message', () => undefined);
  else {
    const finish = async () => {
      // Synchronous work that never ends, as a loop gone wrong would be.
      while (script === 'spins-when-stopped') Atomics.add(count, AT.beats, 1);
      Atomics.add(count, AT.finished, 1);
    };
    untilStopped<ScriptRequest>(port, finish, (request) => {
      if (request.kind === 'throw') throw new Error(`asked to throw`);
      if (request.kind === 'leave') process.exit(0);
      port.postMessage(request.what);
    });
  }
}
