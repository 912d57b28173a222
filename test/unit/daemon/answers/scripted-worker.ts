/** An answering thread that does as its test says: every question is answered with the order in which it was worked on. */
import { serialize } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import type { AnswersRequest } from '../../../../src/daemon/answers/messages.ts';
import type { StopRequest } from '../../../../src/daemon/threads/thread.ts';

const gate = new Int32Array((workerData as { gate: SharedArrayBuffer }).gate);
let worked = 0;

parentPort?.on('message', (asked: AnswersRequest | StopRequest) => {
  if (asked.kind === 'stop') process.exit();
  // A long computation: nothing on this thread goes on until the test says so.
  if (asked.name === 'savings') Atomics.wait(gate, 0, 0);
  if (asked.name === 'agents') throw new Error('out of luck');
  worked += 1;
  const answer = new Uint8Array(serialize(worked));
  parentPort?.postMessage({ kind: 'answer', id: asked.id, answer });
});
