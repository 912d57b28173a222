/**
 * How S3 announces an object: to the queue itself, through a topic of SNS, or through EventBridge (Amazon S3 User
 * Guide: "Event message structure", "EventBridge event message structure").
 * @module
 */
import type { Source } from '../../world/accounts.ts';
import type { ObjectHead } from '../s3/bucket.ts';

export const FORMS = ['direct', 'sns', 'events'] as const;
export type Form = (typeof FORMS)[number];

export const suffixOf = (form: Form): string => (form === 'direct' ? '' : `-${form}`);

/** The body of the message. */
export function announcement(form: Form, source: Source, bucket: string, head: ObjectHead): string {
  switch (form) {
    case 'direct':
      return JSON.stringify(records(source, bucket, head));
    case 'sns':
      return JSON.stringify({
        Type: 'Notification',
        MessageId: '5b8f1c6e-0000-5000-8000-000000000000',
        TopicArn: `arn:aws:sns:${source.region}:${source.account}:${bucket}`,
        Subject: 'Amazon S3 Notification',
        Message: JSON.stringify(records(source, bucket, head)),
        Timestamp: new Date(head.lastModified).toISOString(),
        SignatureVersion: '1',
      });
    case 'events':
      return JSON.stringify({
        version: '0',
        id: '17793124-05d4-b198-2fde-7ededc63b103',
        'detail-type': 'Object Created',
        source: 'aws.s3',
        account: source.account,
        time: new Date(head.lastModified).toISOString(),
        region: source.region,
        resources: [`arn:aws:s3:::${bucket}`],
        detail: {
          version: '0',
          bucket: { name: bucket },
          object: { key: head.key, size: head.size, etag: bare(head.etag), sequencer: '617f08299329d189' },
          reason: 'PutObject',
        },
      });
  }
}

const records = ({ region }: Source, bucket: string, { key, size, etag, lastModified }: ObjectHead) => ({
  Records: [
    {
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: region,
      eventTime: new Date(lastModified).toISOString(),
      eventName: 'ObjectCreated:Put',
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: 'bedrock-meter',
        bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
        object: { key: encoded(key), size, eTag: bare(etag), sequencer: '0055AED6DCD90281E5' },
      },
    },
  ],
});

/** As S3 encodes keys in notifications: like a form, with slashes left alone. */
const encoded = (key: string): string =>
  encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');

const bare = (etag: string): string => etag.replaceAll('"', '');
