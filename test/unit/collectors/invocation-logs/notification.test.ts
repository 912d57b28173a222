/**
 * Messages of a queue, as AWS documents their forms.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNotification } from '../../../../collectors/invocation-logs/s3/notification.ts';
import { queueArn, queueRegion } from '../../../../collectors/invocation-logs/s3/queue.ts';

const record = (key: string, eventName = 'ObjectCreated:Put', more: object = {}) => ({
  ...{ eventVersion: '2.1', eventSource: 'aws:s3', awsRegion: 'us-west-2', eventName },
  s3: { bucket: { name: 'logs' }, object: { key, size: 1024, eTag: 'd41d8cd98f00b204', ...more } },
});
const s3 = (...records: object[]) => JSON.stringify({ Records: records });
const bus = (type: string, key: string) =>
  JSON.stringify({
    ...{ version: '0', source: 'aws.s3', 'detail-type': type },
    detail: { bucket: { name: 'logs' }, object: { key, size: 1024, etag: 'd41d8cd98f00b204' } },
  });
const found = (key: string) => ({ bucket: 'logs', key, bytes: 1024, etag: '"d41d8cd98f00b204"' });

describe('a message', () => {
  it.each<[string, string, string[]]>([
    ['of S3', s3(record('a/b.json.gz')), ['a/b.json.gz']],
    [
      'with several objects',
      s3(record('a'), record('b', 'ObjectCreated:CompleteMultipartUpload')),
      ['a', 'b'],
    ],
    ['with keys as S3 encodes them', s3(record('a+b/%C3%BC%2520%2B/c%2Bd')), ['a b/ü%20+/c+d']],
    ['through a topic', JSON.stringify({ Type: 'Notification', Message: s3(record('a')) }), ['a']],
    ['of EventBridge, with its key as it is', bus('Object Created', 'a+b%20c'), ['a+b%20c']],
    ['of EventBridge about something else', bus('Object Deleted', 'a'), []],
    ['of a deletion', s3(record('a', 'ObjectRemoved:Delete')), []],
    ['of the test', JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'logs' }), []],
    [
      'of the test, through a topic',
      JSON.stringify({ Type: 'Notification', Message: '{"Service":"Amazon S3","Event":"s3:TestEvent"}' }),
      [],
    ],
  ])('%s', (_, body, keys) => {
    expect(parseNotification(body)).toEqual({ kind: 'objects', objects: keys.map(found) });
  });

  it.each<[string, RegExp]>([
    ['garbage', /not JSON/],
    ['42', /neither a notification/],
    [s3({ eventName: 'ObjectCreated:Put' }), /neither a notification/],
    [s3(record('a', undefined, { size: undefined })), /without its size/],
    [s3(record('%E0%A4%A')), /not URL-encoded/],
    [JSON.stringify({ Type: 'SubscriptionConfirmation', Message: 'x' }), /confirm the subscription/],
    [
      JSON.stringify({ source: 'aws.s3', 'detail-type': 'Object Created', detail: {} }),
      /without bucket, key or size/,
    ],
  ])('that cannot be read says why: %s', (body, reason) => {
    expect(parseNotification(body)).toEqual({ kind: 'unreadable', reason: expect.stringMatching(reason) });
  });

  it('of any kind is read or refused, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        const { kind } = parseNotification(text);
        expect(['objects', 'unreadable']).toContain(kind);
      }),
    );
  });

  it('has the keys that were encoded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (key) => {
        const encoded = encodeURIComponent(key).replaceAll('%20', '+');
        expect(parseNotification(s3(record(encoded)))).toEqual({ kind: 'objects', objects: [found(key)] });
      }),
    );
  });
});

describe('the address of a queue', () => {
  it.each([
    ['https://sqs.us-east-1.amazonaws.com/123456789012/logs', 'us-east-1'],
    ['https://sqs.us-gov-west-1.amazonaws.com/123456789012/logs', 'us-gov-west-1'],
    ['https://eu-west-1.queue.amazonaws.com/123456789012/logs', 'eu-west-1'],
    ['http://sqs.us-east-1.localhost.localstack.cloud:4566/000000000000/logs', 'us-east-1'],
    ['http://127.0.0.1:4566/000000000000/logs', undefined],
    ['no address', undefined],
  ])('%s is in %s', (url, region) => expect(queueRegion(url)).toBe(region));

  it('says what to allow', () => {
    expect(queueArn('https://sqs.us-east-1.amazonaws.com/123456789012/logs')).toBe(
      'arn:aws:sqs:us-east-1:123456789012:logs',
    );
    expect(queueArn('http://127.0.0.1/x')).toBe('arn:aws:sqs:*:*:*');
  });
});
