/**
 * The end of a thread, as its own program sees it.
 * @module
 */
import type { MessagePort } from 'node:worker_threads';
import type { StopRequest } from './thread.ts';

/**
 * Takes requests until the one to stop, then finishes and ends the thread: connections that are kept alive would hold it
 * for a while.
 * @param finish lets go of everything, once
 * @param take what any other request is for
 */
export function untilStopped<Request extends object = never>(
  port: MessagePort,
  finish: () => Promise<unknown>,
  take: (request: Request) => unknown = () => undefined,
): void {
  port.on('message', async (request: Request | StopRequest) => {
    if (!isStop(request)) return take(request);
    await finish();
    port.close();
    process.exit();
  });
}

const isStop = (request: object): request is StopRequest => 'kind' in request && request.kind === 'stop';
