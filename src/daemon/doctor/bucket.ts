/**
 * The bucket that logs are delivered to: where it is, and whether it can be listed and read.
 * @module
 */
import { GetObjectCommand, HeadBucketCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { ask } from '../../../collectors/aws/index.ts';
import { at, type CheckResult, type Finding, findingOf } from './check.ts';
import type { Probing } from './probes.ts';

const WITHOUT = 'logs in S3 are not read, and there is no backfill from them';

/** @param prefix key prefix of the deliveries */
export async function checkBucket(probing: Probing, bucket: string, prefix = ''): Promise<CheckResult[]> {
  const { clients, account } = probing;
  const place = { account, region: clients.region };
  const listing = await list(probing, bucket, prefix);
  const results = [await whereItIs(probing, bucket), listing.finding];
  if (listing.key !== undefined) results.push(await read(probing, bucket, listing.key));
  return results.map((finding) => at(place, finding));
}

async function whereItIs({ clients }: Probing, bucket: string): Promise<Finding> {
  const check = 'bucket Region';
  try {
    const { BucketRegion } = await ask({ action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` }, () =>
      clients.s3.send(new HeadBucketCommand({ Bucket: bucket })),
    );
    if (BucketRegion === undefined)
      return { check, status: 'unknown', message: `${bucket} does not say where it is` };
    if (BucketRegion === clients.region)
      return { check, status: 'ok', message: `${bucket} is in ${BucketRegion}` };
    return {
      check,
      status: 'warn',
      message: `${bucket} is in ${BucketRegion}`,
      degrades: `Bedrock delivers logs of ${clients.region} only to a bucket in ${clients.region}`,
      mend: 'name the bucket of this Region in accounts[].sources.s3, or leave it out to have it found',
    };
  } catch (error) {
    return findingOf(check, error, WITHOUT);
  }
}

async function list({ clients }: Probing, bucket: string, prefix: string) {
  const doing = { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` };
  try {
    const { Contents = [] } = await ask(doing, () =>
      clients.s3.send(
        new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 20, ...(prefix ? { Prefix: prefix } : {}) }),
      ),
    );
    const finding: Finding = { check: doing.action, status: 'ok', message: `allowed on ${bucket}` };
    return { finding, key: Contents.find(({ Size = 0 }) => Size > 0)?.Key };
  } catch (error) {
    return { finding: findingOf(doing.action, error, WITHOUT), key: undefined };
  }
}

async function read({ clients }: Probing, bucket: string, key: string): Promise<Finding> {
  const doing = { action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/*` };
  try {
    await ask(doing, async () => {
      const { Body } = await clients.s3.send(
        new GetObjectCommand({ Bucket: bucket, Key: key, Range: 'bytes=0-0' }),
      );
      // What is not read would hold the connection.
      await Body?.transformToByteArray();
    });
    return { check: doing.action, status: 'ok', message: `allowed on ${bucket}` };
  } catch (error) {
    return findingOf(doing.action, error, WITHOUT);
  }
}
