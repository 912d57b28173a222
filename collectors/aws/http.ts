/**
 * Settings of the connections to AWS: nothing may hang. HTTP/1.1 for all clients, so that plain http endpoints work.
 * @module
 */
import { NodeHttpHandler } from '@smithy/node-http-handler';

export interface HttpLimits {
  readonly connectMilliseconds?: number;
  /** Until the answer begins. */
  readonly answerMilliseconds?: number;
  /** Silence in the middle of an answer. */
  readonly silenceMilliseconds?: number;
}

/** A request handler for any SDK client. */
export function httpHandler(limits: HttpLimits = {}): NodeHttpHandler {
  return new NodeHttpHandler({
    connectionTimeout: limits.connectMilliseconds ?? 5_000,
    requestTimeout: limits.answerMilliseconds ?? 20_000,
    // Without it the SDK only writes a warning and waits on.
    throwOnRequestTimeout: true,
    socketTimeout: limits.silenceMilliseconds ?? 60_000,
  });
}
