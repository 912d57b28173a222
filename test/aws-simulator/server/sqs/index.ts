/**
 * SQS: AWS JSON 1.0 of a service that used to speak the query protocol.
 * @module
 */
import { z } from 'zod';
import { AwsError } from '../wire/aws-error.ts';
import { QUERY_DIALECT } from '../wire/dialect.ts';
import { queryCompatibleJson } from '../wire/protocol.ts';
import { type Context, operation, type Service } from '../wire/service.ts';
import { byTarget } from '../wire/target.ts';
import type { SimulatedQueue } from './queues.ts';

const QueueUrl = z.string();

/** Seconds for which a message stays hidden where the request does not say. */
const HIDDEN = 30;
const LOOK_MILLISECONDS = 50;

const receiveMessage = operation(
  z.object({
    QueueUrl,
    MaxNumberOfMessages: z.int().min(1).max(10).default(1),
    WaitTimeSeconds: z.int().min(0).max(20).default(0),
    VisibilityTimeout: z.int().min(0).max(43_200).default(HIDDEN),
    MessageSystemAttributeNames: z.array(z.string()).default([]),
  }),
  async (asked, context) => {
    const queue = queueFor(asked.QueueUrl, context);
    const look = () => {
      const now = context.simulator.clock.now();
      return queue.receive(asked.MaxNumberOfMessages, asked.VisibilityTimeout * 1000, now);
    };
    let found = look();
    // Nothing can come while the clock stands.
    const looks = context.simulator.longPolls ? (asked.WaitTimeSeconds * 1000) / LOOK_MILLISECONDS : 0;
    for (let i = 0; i < looks && found.length === 0; i++) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS));
      found = look();
    }
    if (found.length === 0) return {};
    const counted = asked.MessageSystemAttributeNames.includes('ApproximateReceiveCount');
    return {
      Messages: found.map(({ id, body, md5, receipt, receives }) => ({
        MessageId: id,
        Body: body,
        MD5OfBody: md5,
        ReceiptHandle: receipt,
        ...(counted ? { Attributes: { ApproximateReceiveCount: String(receives) } } : {}),
      })),
    };
  },
);

const deleteMessage = operation(z.object({ QueueUrl, ReceiptHandle: z.string() }), (asked, context) => {
  if (queueFor(asked.QueueUrl, context).delete(asked.ReceiptHandle)) return {};
  throw new AwsError('ReceiptHandleIsInvalid', 400, 'The input receipt handle is invalid.');
});

const deleteMessageBatch = operation(
  z.object({
    QueueUrl,
    Entries: z
      .array(z.object({ Id: z.string(), ReceiptHandle: z.string() }))
      .min(1)
      .max(10),
  }),
  (asked, context) => {
    const queue = queueFor(asked.QueueUrl, context);
    const [Successful, Failed] = [[] as object[], [] as object[]];
    for (const { Id, ReceiptHandle } of asked.Entries) {
      if (queue.delete(ReceiptHandle)) Successful.push({ Id });
      else Failed.push({ Id, Code: 'ReceiptHandleIsInvalid', SenderFault: true });
    }
    return { Successful, Failed };
  },
);

/** @throws AwsError where there is no such queue for the caller */
function queueFor(url: string, { simulator, account, region }: Context): SimulatedQueue {
  const queue = URL.canParse(url) ? simulator.queues.find(new URL(url).pathname) : undefined;
  if (queue && queue.source.account === account && queue.source.region === region) return queue;
  throw new AwsError(
    'AWS.SimpleQueueService.NonExistentQueue',
    400,
    'The specified queue does not exist for this wsdl version.',
  );
}

export const sqs: Service = {
  name: 'sqs',
  protocol: queryCompatibleJson('com.amazonaws.sqs', {
    'AWS.SimpleQueueService.NonExistentQueue': 'QueueDoesNotExist',
  }),
  dialect: { ...QUERY_DIALECT, throttling: ['RequestThrottled', 403] },
  action: (name) => `sqs:${name.replace(/Batch$/, '')}`,
  resolve: byTarget('AmazonSQS', {
    ReceiveMessage: receiveMessage,
    DeleteMessage: deleteMessage,
    DeleteMessageBatch: deleteMessageBatch,
  }),
};
