/**
 * An SQS queue that S3 announces new objects in. Source: Amazon SQS API reference, `ReceiveMessage` and
 * `DeleteMessageBatch`; developer guide, "Amazon SQS short and long polling" and "visibility timeout".
 * @module
 */
import {
  DeleteMessageBatchCommand,
  type Message as Received,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { CollectFault } from '../../../src/domain/collector.ts';
import { REGION_PATTERN, type RegionId, regionId } from '../../../src/domain/ids.ts';
import { ask, type Doing } from '../../aws/index.ts';

export interface QueueOptions {
  readonly url: string;
  readonly client: SQSClient;
  /** How long an empty queue is listened to; default 20 s, which is the longest that SQS allows. */
  readonly waitSeconds?: number;
  /** Whose deliveries it announces besides the collector's own Region: who receives a message reads its objects. */
  readonly regions?: readonly RegionId[];
}

/** One message as it was received. */
export interface Message {
  readonly id: string;
  readonly body: string;
  /** How often it has been received, this time included. */
  readonly receives: number;
  /** What deletes it. */
  readonly receipt: string;
}

const LONGEST_WAIT_SECONDS = 20;
/** SQS gives ten at most; so many can be deleted together. */
const MOST = 10;
/** A message that is not deleted comes back after so long. */
const HIDDEN_SECONDS = 300;

const HOST = /^(?:sqs[.-]|queue\.)?([a-z]{2}(?:-[a-z]+)+-\d{1,2})(?:\.queue)?\./;

/** The Region that the queue's address names; undefined for addresses other than AWS's. */
export function queueRegion(url: string): RegionId | undefined {
  const named = URL.canParse(url) ? HOST.exec(new URL(url).hostname)?.[1] : undefined;
  return named !== undefined && REGION_PATTERN.test(named) ? regionId(named) : undefined;
}

/** `arn:aws:sqs:us-east-1:123456789012:bedrock-logs`, with a `*` for what the address does not say. */
export function queueArn(url: string, region: RegionId | undefined = queueRegion(url)): string {
  const [account = '*', name = '*'] = /\/(\d{12})\/([\w-]+)$/.exec(url)?.slice(1) ?? [];
  return `arn:aws:sqs:${region ?? '*'}:${account}:${name}`;
}

export class Queue {
  readonly #options: QueueOptions;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  get url(): string {
    return this.#options.url;
  }

  /**
   * Up to ten messages, as soon as there are any; none when the wait is over.
   * @throws CollectFault
   */
  async receive(abortSignal: AbortSignal): Promise<Message[]> {
    const { client, url, waitSeconds = LONGEST_WAIT_SECONDS } = this.#options;
    const { Messages = [] } = await this.#ask('sqs:ReceiveMessage', () =>
      client.send(
        new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: MOST,
          WaitTimeSeconds: waitSeconds,
          VisibilityTimeout: HIDDEN_SECONDS,
          MessageSystemAttributeNames: ['ApproximateReceiveCount'],
        }),
        { abortSignal },
      ),
    );
    return Messages.flatMap(messageOf);
  }

  /**
   * Takes messages off the queue; what is not deleted comes again.
   * @throws CollectFault
   */
  async delete(messages: readonly Message[], abortSignal: AbortSignal): Promise<void> {
    if (messages.length === 0) return;
    const { client, url } = this.#options;
    const Entries = messages.map(({ receipt }, i) => ({ Id: String(i), ReceiptHandle: receipt }));
    const { Failed = [] } = await this.#ask('sqs:DeleteMessage', () =>
      client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }), { abortSignal }),
    );
    const [first] = Failed;
    if (first === undefined) return;
    throw new CollectFault(
      'unavailable',
      `sqs:DeleteMessage: ${Failed.length} of ${messages.length} messages stay in the queue: ${first.Code ?? 'no reason given'}`,
    );
  }

  async #ask<T>(action: string, send: () => Promise<T>): Promise<T> {
    const { url } = this.#options;
    const doing: Doing = { action, resource: queueArn(url) };
    try {
      return await ask(doing, send);
    } catch (error) {
      throw error instanceof CollectFault ? inOwnWords(error, doing, url) : error;
    }
  }
}

/** What SQS says in words that no other service has. */
function inOwnWords(fault: CollectFault, { action }: Doing, url: string): CollectFault {
  const name = fault.cause instanceof Error ? fault.cause.name : '';
  if (/QueueDoesNotExist|NonExistentQueue/.test(name)) {
    return new CollectFault('absent', `${action}: there is no queue ${url}`, {
      hint: 'correct accounts[].sources.s3.notifications.queueUrl, or take it out: listing alone finds every object, too',
      cause: fault,
    });
  }
  if (/^RequestThrottled/.test(name)) return new CollectFault('throttled', fault.message, { cause: fault });
  if (/^K(?:ms|MS)/.test(name)) {
    return new CollectFault('denied', fault.message, {
      hint: 'allow kms:Decrypt on the key that encrypts the queue',
      cause: fault,
    });
  }
  return fault;
}

function messageOf({ MessageId, Body, ReceiptHandle, Attributes }: Received): Message[] {
  if (ReceiptHandle === undefined) return [];
  const receives = Number(Attributes?.ApproximateReceiveCount);
  return [
    {
      id: MessageId ?? '?',
      body: Body ?? '',
      receipt: ReceiptHandle,
      receives: Number.isSafeInteger(receives) ? receives : 1,
    },
  ];
}
