/**
 * The bucket that a request is for, and whether it may have it.
 * @module
 */
import { AwsError, Refused } from '../wire/aws-error.ts';
import type { Context } from '../wire/service.ts';
import { type Bucket, findBucket } from './bucket.ts';

/** @throws AwsError where there is no such bucket, or where it is in another Region */
export function bucketFor(name: string, context: Context): Bucket {
  const bucket = findBucket(name, context.simulator);
  if (!bucket) throw new AwsError('NoSuchBucket', 404, 'The specified bucket does not exist');
  if (bucket.source.account !== context.account) throw new Refused('access-denied', 'Access Denied');
  if (bucket.source.region !== context.region) {
    throw new AwsError(
      'PermanentRedirect',
      301,
      'The bucket you are attempting to access must be addressed using the specified endpoint.',
      { 'x-amz-bucket-region': bucket.source.region },
    );
  }
  return bucket;
}
