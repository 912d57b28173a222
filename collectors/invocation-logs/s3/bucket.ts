/**
 * A bucket, wherever it is. Source: Amazon S3 user guide, "Making requests": a bucket of another Region answers 301,
 * or 400 `AuthorizationHeaderMalformed`, and names its Region.
 * @module
 */
import type { S3Client } from '@aws-sdk/client-s3';
import { CollectFault } from '../../../src/domain/collector.ts';
import { REGION_PATTERN, type RegionId, regionId } from '../../../src/domain/ids.ts';
import { ask, type Doing } from '../../aws/index.ts';
import type { BucketOptions } from './options.ts';

export class Bucket {
  readonly name: string;
  #client: S3Client;
  readonly #clientIn: ((region: RegionId) => S3Client) | undefined;

  constructor({ bucket, client, clientIn }: Pick<BucketOptions, 'bucket' | 'client' | 'clientIn'>) {
    this.name = bucket;
    this.#client = client;
    this.#clientIn = clientIn;
  }

  /**
   * Sends a request to where the bucket is. The first that finds it elsewhere takes the later ones along; none is
   * sent on twice.
   * @throws CollectFault
   */
  async ask<T>(doing: Doing, send: (client: S3Client) => Promise<T>): Promise<T> {
    try {
      return await ask(doing, () => send(this.#client));
    } catch (error) {
      const region = error instanceof CollectFault ? otherRegion(error.cause) : undefined;
      if (region === undefined) throw error;
      if (this.#clientIn === undefined) throw this.#elsewhere(region, error);
      this.#client = this.#clientIn(region);
      return this.#askThere(doing, send, region);
    }
  }

  async #askThere<T>(doing: Doing, send: (client: S3Client) => Promise<T>, region: RegionId): Promise<T> {
    try {
      return await ask(doing, () => send(this.#client));
    } catch (error) {
      const next = error instanceof CollectFault ? otherRegion(error.cause) : undefined;
      throw next === undefined ? error : this.#elsewhere(region, error);
    }
  }

  #elsewhere(region: RegionId, cause: unknown): CollectFault {
    return new CollectFault('absent', `bucket ${this.name} is in ${region}`, {
      hint: `configure the bucket with its Region ${region}`,
      cause,
    });
  }
}

/** The Region that a refusal names. */
function otherRegion(error: unknown): RegionId | undefined {
  if (!(error instanceof Error)) return undefined;
  if (
    !/^(?:PermanentRedirect|TemporaryRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint)/.test(
      error.name,
    )
  )
    return undefined;
  const named = 'Region' in error && typeof error.Region === 'string' ? error.Region : headerOf(error);
  return named !== undefined && REGION_PATTERN.test(named) ? regionId(named) : undefined;
}

function headerOf(error: Error): string | undefined {
  if (!('$response' in error) || typeof error.$response !== 'object' || error.$response === null)
    return undefined;
  const { $response } = error;
  if (!('headers' in $response) || typeof $response.headers !== 'object' || $response.headers === null)
    return undefined;
  const value: unknown = Object.entries($response.headers).find(
    ([name]) => name.toLowerCase() === 'x-amz-bucket-region',
  )?.[1];
  return typeof value === 'string' ? value : undefined;
}
