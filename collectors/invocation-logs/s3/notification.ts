/**
 * What a message says of new objects. Source: Amazon S3 user guide, "Event message structure" (keys are URL-encoded,
 * a space is a `+`) and "EventBridge event message structure" (keys are plain); Amazon SNS developer guide, "Message
 * and JSON formats" (the envelope of a topic in between).
 * @module
 */
import { z } from 'zod';

/** An object as it was announced. */
export interface AnnouncedObject {
  readonly bucket: string;
  readonly key: string;
  readonly bytes: number;
  /** In quotes, as S3's other answers have it. */
  readonly etag: string | undefined;
}

export type Notification =
  | { readonly kind: 'objects'; readonly objects: readonly AnnouncedObject[] }
  | { readonly kind: 'unreadable'; readonly reason: string };

const bytes = z.int().nonnegative();
const etag = z.string().optional();

const record = z.object({
  eventName: z.string(),
  s3: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({ key: z.string(), size: bytes.optional(), eTag: etag }),
  }),
});
const fromS3 = z.object({ Records: z.array(record) });
const testEvent = z.object({ Service: z.string(), Event: z.string().regex(/^s3:TestEvent$/) });
const fromSns = z.object({ Type: z.string(), Message: z.string() });
const fromEventBridge = z.object({ source: z.literal('aws.s3'), 'detail-type': z.string() });
const created = z.object({
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({ key: z.string(), size: bytes, etag }),
  }),
});

const NONE: Notification = { kind: 'objects', objects: [] };
const unreadable = (reason: string): Notification => ({ kind: 'unreadable', reason });

/** Reads the body of a message; deletions and the test that S3 sends when it is set up announce no objects. */
export function parseNotification(body: string, inEnvelope = false): Notification {
  const message = parseJson(body);
  if (message === undefined) return unreadable('not JSON');
  if (testEvent.safeParse(message).success) return NONE;
  const s3 = fromS3.safeParse(message);
  if (s3.success) return objectsOf(s3.data);
  if (fromEventBridge.safeParse(message).success) return fromBus(message);
  const sns = fromSns.safeParse(message);
  if (!sns.success || inEnvelope)
    return unreadable('neither a notification of S3 nor an event of EventBridge');
  if (sns.data.Type === 'Notification') return parseNotification(sns.data.Message, true);
  return unreadable(`SNS sends ${sns.data.Type.slice(0, 40)}: confirm the subscription of the queue`);
}

function objectsOf({ Records }: z.output<typeof fromS3>): Notification {
  const objects: AnnouncedObject[] = [];
  for (const { eventName, s3 } of Records) {
    if (!/^(?:s3:)?ObjectCreated:/.test(eventName)) continue;
    const key = decode(s3.object.key);
    if (key === undefined) return unreadable('a key that is not URL-encoded');
    if (s3.object.size === undefined) return unreadable('an object without its size');
    objects.push({ bucket: s3.bucket.name, key, bytes: s3.object.size, etag: quoted(s3.object.eTag) });
  }
  return { kind: 'objects', objects };
}

function fromBus(message: unknown): Notification {
  const { 'detail-type': type } = fromEventBridge.parse(message);
  if (type !== 'Object Created') return NONE;
  const event = created.safeParse(message);
  if (!event.success) return unreadable('an event of EventBridge without bucket, key or size');
  const { bucket, object } = event.data.detail;
  const found = { bucket: bucket.name, key: object.key, bytes: object.size, etag: quoted(object.etag) };
  return { kind: 'objects', objects: [found] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function decode(key: string): string | undefined {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

const quoted = (text: string | undefined): string | undefined =>
  text === undefined || text.startsWith('"') ? text : `"${text}"`;
