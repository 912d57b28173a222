/**
 * The bucket of a CUR 2.0 export: whether it can be listed and read, and whether the export is there.
 * @module
 */
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { ask } from '../../../collectors/aws/index.ts';
import type { CurConfig } from '../../config/sources.ts';
import { at, type CheckResult, type Finding, findingOf } from './check.ts';
import type { Probing } from './probes.ts';

const WITHOUT = 'computed cost is not checked against the export';

export async function checkBillExport(
  probing: Probing,
  client: S3Client,
  { bucket, prefix = '', exportName }: CurConfig,
): Promise<CheckResult[]> {
  const place = { account: probing.account, region: null };
  const folder = [prefix.replace(/^\/+|\/+$/g, ''), exportName, 'metadata/'].filter(Boolean).join('/');
  const { finding, key } = await list(client, bucket, folder);
  const findings = key === undefined ? [finding] : [finding, await read(client, bucket, key)];
  return findings.map((one) => at(place, one));
}

async function list(client: S3Client, bucket: string, Prefix: string) {
  const doing = { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` };
  try {
    const { Contents = [] } = await ask(doing, () =>
      client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix, MaxKeys: 20 })),
    );
    const key = Contents.find(({ Key = '' }) => Key.endsWith('Manifest.json'))?.Key;
    const allowed: Finding = { check: doing.action, status: 'ok', message: `allowed on ${bucket}` };
    const empty: Finding = {
      check: doing.action,
      status: 'fail',
      message: `allowed on ${bucket}, but there is no export under ${Prefix}`,
      degrades: WITHOUT,
      mend: 'correct bucket, prefix and exportName of accounts[].sources.bill.cur; a new export takes up to a day to come',
    };
    return { finding: key === undefined ? empty : allowed, key };
  } catch (error) {
    return { finding: findingOf(doing.action, error, WITHOUT), key: undefined };
  }
}

async function read(client: S3Client, bucket: string, key: string): Promise<Finding> {
  const doing = { action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/*` };
  try {
    await ask(doing, async () => {
      const { Body } = await client.send(
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
