/**
 * The queue that announces new objects: whether it can be read, and whether what was read can be taken off.
 * @module
 */
import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { ask } from '../../../collectors/aws/index.ts';
import { queueArn } from '../../../collectors/index.ts';
import { at, type CheckResult, type Finding, findingOf } from './check.ts';
import type { Probing } from './probes.ts';

const WITHOUT = 'new objects are found by listing alone, some minutes later';

/** A message that is looked at is given back at once; what is deleted is made up. */
export async function checkQueue(probing: Probing, client: SQSClient, url: string): Promise<CheckResult[]> {
  const place = { account: probing.account, region: probing.clients.region };
  const receive = await check('sqs:ReceiveMessage', url, () =>
    client.send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 1, VisibilityTimeout: 0 })),
  );
  const remove = await check('sqs:DeleteMessage', url, () =>
    client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: 'doctor' })),
  );
  return [receive, remove].map((finding) => at(place, finding));
}

async function check(action: string, url: string, send: () => Promise<unknown>): Promise<Finding> {
  const ok: Finding = { check: action, status: 'ok', message: `allowed on ${url}` };
  const hint = 'correct accounts[].sources.s3.notifications.queueUrl, or take it out';
  try {
    await ask({ action, resource: queueArn(url), whenAbsent: hint }, send);
    return ok;
  } catch (error) {
    if (/ReceiptHandleIsInvalid|InvalidParameterValue/.test(String(error))) return ok;
    const finding = findingOf(action, error, WITHOUT);
    const isGone = /NonExistentQueue|QueueDoesNotExist/.test(finding.message);
    return isGone ? { ...finding, status: 'fail', mend: hint } : finding;
  }
}
