/**
 * S3: REST with XML answers, buckets by path or by host name.
 * @module
 */
import { isIP } from 'node:net';
import { z } from 'zod';
import { S3_DIALECT } from '../wire/dialect.ts';
import { restXml } from '../wire/protocol.ts';
import { type Operation, operation, type Resolved, type Service, type WireRequest } from '../wire/service.ts';
import { element, XML_HEAD } from '../wire/xml.ts';
import { bucketFor } from './access.ts';
import { getObject, headObject } from './get-object.ts';
import { listObjectsV2 } from './list-objects.ts';

const ofBucket = z.object({ bucket: z.string() });

const headBucket = operation(ofBucket, ({ bucket }, context) => {
  const { region } = bucketFor(bucket, context).source;
  return new Response(null, { headers: { 'x-amz-bucket-region': region } });
});

const getBucketLocation = operation(ofBucket, ({ bucket }, context) => {
  const { region } = bucketFor(bucket, context).source;
  // us-east-1 has no name here.
  const body = element(
    'LocationConstraint',
    region === 'us-east-1' ? '' : region,
    'http://s3.amazonaws.com/doc/2006-03-01/',
  );
  return new Response(XML_HEAD + body, { headers: { 'content-type': 'application/xml' } });
});

const OPERATIONS: Readonly<Record<string, Operation>> = {
  ListObjectsV2: listObjectsV2,
  GetObject: getObject,
  HeadObject: headObject,
  HeadBucket: headBucket,
  GetBucketLocation: getBucketLocation,
};

/** IAM knows the permissions by other names than the operations. */
const ACTIONS: Readonly<Record<string, string>> = {
  ListObjectsV2: 's3:ListBucket',
  HeadBucket: 's3:ListBucket',
  HeadObject: 's3:GetObject',
};

export const s3: Service = {
  name: 's3',
  protocol: restXml,
  dialect: S3_DIALECT,
  action: (name) => ACTIONS[name] ?? `s3:${name}`,
  resolve: (request: WireRequest): Resolved => {
    const { bucket, key } = addressOf(request);
    const name = nameOf(request, key);
    const query = Object.fromEntries(request.url.searchParams);
    return { name, operation: OPERATIONS[name], input: () => ({ ...query, bucket, key }) };
  },
};

function nameOf({ method, url }: WireRequest, key: string): string {
  if (method === 'HEAD') return key === '' ? 'HeadBucket' : 'HeadObject';
  if (method !== 'GET') return 'Unknown';
  if (key !== '') return 'GetObject';
  if (url.searchParams.has('location')) return 'GetBucketLocation';
  return url.searchParams.get('list-type') === '2' ? 'ListObjectsV2' : 'Unknown';
}

/** `http://host/bucket/key`, or `http://bucket.host/key` where the host is a name. */
function addressOf({ url, headers }: WireRequest): { bucket: string; key: string } {
  const path = decodeURIComponent(url.pathname.slice(1));
  const host = (headers.get('host') ?? '').replace(/:\d+$/, '');
  const dot = host.search(/\.(localhost|s3[.-])/);
  if (dot > 0 && isIP(host) === 0) return { bucket: host.slice(0, dot), key: path };
  const slash = path.indexOf('/');
  return slash < 0 ? { bucket: path, key: '' } : { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}
