/**
 * What lies in a log bucket besides batches of records: request bodies, markers, other services' logs.
 * @module
 */
import { gzipSync } from 'node:zlib';
import type { Source } from '../../world/accounts.ts';
import { DAY, iso } from '../../world/clock.ts';
import { hourFolder, sourceFolder } from '../../world/delivery.ts';
import { outputPrefix } from '../bedrock/jobs.ts';
import type { Simulator } from '../simulator.ts';
import { toBucket } from '../truth/deliveries.ts';
import type { S3Object } from './batch.ts';

/** The bodies beside an hour's batches, under `data/`: too large for their record, or media. */
export function bodiesIn(simulator: Simulator, source: Source, bucket: string, hour: number): S3Object[] {
  const { world, deliveries } = simulator;
  const calls = deliveries.of(hour, source, toBucket(bucket));
  const large = calls.flatMap((call) => {
    const input = world.largeInputOf(call);
    if (!input) return [];
    const lastModified = (call.at + 20) * 1000;
    return [{ key: input.key, lastModified, body: gzipSync(input.body, { level: 1 }) }];
  });
  const first = calls.find((call) => call.outcome.kind === 'answered');
  if (!first || source.delivery !== 'text') return large;
  const media = `${hourFolder(source, hour, world.keyPrefix)}/data/${first.requestId}_input_media_00.pdf`;
  return [
    ...large,
    { key: media, lastModified: (first.at + 20) * 1000, body: Buffer.from('%PDF-1.4\n%%EOF\n') },
  ];
}

/**
 * The marker that Bedrock writes when logging is configured, a day's trail of another service, and the manifests
 * of finished batch jobs.
 */
export function fixturesOf(simulator: Simulator, source: Source): S3Object[] {
  const { world } = simulator;
  const lastModified = world.history.from * 1000;
  const prefix = world.keyPrefix === '' ? '' : `${world.keyPrefix}/`;
  const day = iso(Math.floor(world.now / DAY) * DAY - DAY);
  const stamp = day.slice(0, 16).replace(/[-:]/g, '');
  const trail = `AWSLogs/${source.account}/CloudTrail/${source.region}/${day.slice(0, 10).replaceAll('-', '/')}`;
  return [
    {
      key: `${sourceFolder(source, world.keyPrefix)}/amazon-bedrock-logs-permission-check`,
      lastModified,
      body: Buffer.alloc(0),
    },
    {
      key: `${prefix}${trail}/${source.account}_CloudTrail_${source.region}_${stamp}Z_a1b2c3d4e5f60718.json.gz`,
      lastModified,
      body: gzipSync('{"Records":[{"eventSource":"s3.amazonaws.com","eventName":"PutObject"}]}'),
    },
    ...manifestsOf(simulator, source),
  ];
}

/** What a batch job did, with its tokens ("manifest.json.out" in the Bedrock User Guide's batch inference). */
function manifestsOf({ world, clock }: Simulator, source: Source): S3Object[] {
  return world
    .batchJobs({ from: world.history.from, to: clock.now() / 1000 })
    .filter((job) => job.source === source)
    .map((job) => ({
      key: `${outputPrefix(job)}${job.id}/manifest.json.out`,
      lastModified: job.endedAt * 1000,
      body: Buffer.from(
        JSON.stringify({
          totalRecordCount: job.records,
          processedRecordCount: job.records,
          successRecordCount: job.records - job.failedRecords,
          errorRecordCount: job.failedRecords,
          inputTokenCount: job.inputTokens,
          outputTokenCount: job.outputTokens,
        }),
      ),
    }));
}
