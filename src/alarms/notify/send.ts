/**
 * Sends one message to one notifier, and says how that went. Addresses and secrets appear in no error.
 * @module
 */
import type { NotifierConfig } from '../../config/notifiers.ts';
import type { Message } from '../../domain/alarm.ts';
import { messageOf } from '../../domain/errors.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import { VERSION } from '../../domain/version.ts';
import type { Outcome } from '../outbox/retry.ts';
import { type HttpAnswer, slackOutcome, webhookOutcome } from './answer.ts';
import { slackPayload } from './slack/message.ts';
import { webhookPayload } from './webhook/payload.ts';
import { SIGNATURE_HEADER, signatureOf, TIMESTAMP_HEADER } from './webhook/sign.ts';

export interface SendOptions {
  readonly now: EpochSeconds;
  readonly publicUrl: string;
  /** Names of accounts by id. */
  readonly accounts?: ReadonlyMap<string, string>;
  readonly timeoutMilliseconds: number;
  /** Ends the attempt. */
  readonly signal?: AbortSignal;
}

/** A receiver that has not answered by then hangs. */
export const SEND_TIMEOUT_MILLISECONDS = 10_000;
/** More of an answer is not read. */
const MOST_ANSWER_BYTES = 4096;

export async function send(
  notifier: NotifierConfig,
  message: Message,
  options: SendOptions,
): Promise<Outcome> {
  const { now } = options;
  const slack = notifier.type === 'slack';
  const body = bodyOf(message, slack, options);
  if (typeof body !== 'string') return body;
  const headers = slack ? {} : webhookHeaders(notifier.secret, message.id, body, now);
  const answer = await post(notifier.webhookUrl ?? '', body, headers, options);
  if ('kind' in answer) return answer;
  return slack ? slackOutcome(answer, now) : webhookOutcome(answer, now);
}

/** The body; where it cannot be written, a rejection: tried again as plain text, then given up, and later ones go on. */
function bodyOf(message: Message, slack: boolean, options: SendOptions): string | Outcome {
  try {
    return JSON.stringify(slack ? slackPayload(message, options) : webhookPayload(message, options));
  } catch (error) {
    const detail = `the message could not be written: ${messageOf(error)}`;
    return { kind: 'failed', why: 'rejected', detail, retryAfter: null };
  }
}

function webhookHeaders(
  secret: string | undefined,
  id: number,
  body: string,
  now: EpochSeconds,
): Record<string, string> {
  const common = { 'x-bedrock-meter-delivery': String(id) };
  if (secret === undefined) return common;
  const timestamp = String(now);
  return {
    ...common,
    [TIMESTAMP_HEADER]: timestamp,
    [SIGNATURE_HEADER]: signatureOf(secret, timestamp, body),
  };
}

async function post(
  url: string,
  body: string,
  headers: Record<string, string>,
  { timeoutMilliseconds, signal }: SendOptions,
): Promise<HttpAnswer | Outcome> {
  const timeout = AbortSignal.timeout(timeoutMilliseconds);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': `bedrock-meter/${VERSION}`,
        ...headers,
      },
      body,
      // A redirect would carry the message to somebody else.
      redirect: 'manual',
      signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
    });
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      body: await beginningOf(response),
    };
  } catch (error) {
    if (timeout.aborted) {
      const detail = `no answer within ${Math.round(timeoutMilliseconds / 1000)} s`;
      return { kind: 'failed', why: 'timeout', detail, retryAfter: null };
    }
    return { kind: 'failed', why: 'network', detail: `cannot be reached${codeOf(error)}`, retryAfter: null };
  }
}

async function beginningOf(response: Response): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true });
    bytes += chunk.length;
    if (bytes >= MOST_ANSWER_BYTES) break;
  }
  return text;
}

/** ` (ECONNREFUSED)`: the system's code, not the message, which may hold the address. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  return /^[A-Z_]{2,40}$/.test(code) ? ` (${code})` : '';
}
