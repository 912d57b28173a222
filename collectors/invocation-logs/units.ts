/**
 * What a call is billed for besides tokens: pictures, video, rerank queries. Sources: Amazon Bedrock user
 * guide, "Amazon Titan Image Generator" and "Amazon Nova Canvas" (request and response), "Monitor model
 * invocation using CloudWatch Logs and Amazon S3" (video output); pricing page (rerank per query).
 * @module
 */
import type { ModelRef } from '../../src/domain/model-id.ts';
import { allTokens, type TokenCounts } from '../../src/domain/quantities.ts';
import type { UnitCount } from '../../src/domain/usage.ts';
import { countAt, flaw, softCountAt } from './count.ts';
import type { RecordDraft } from './draft/record.ts';
import type { RequestBody } from './draft/request-body.ts';
import { RecordFault } from './outcome.ts';
import { isThere, numberAt, stringAt } from './skim/value.ts';
import { unknownUnit } from './sold-by-unit.ts';

/** A day of video in one call is a fault of the writer. */
const MOST_VIDEO_SECONDS = 86_400;
/** AWS's limit is 5 a request. */
const MOST_IMAGES = 1000;
/** AWS's default when a request for pictures does not say how many. */
const DEFAULT_IMAGES = 1;
const NO_UNITS: readonly UnitCount[] = [];

/** What is known of the call otherwise. */
export interface Call {
  readonly model: ModelRef;
  readonly tokens: TokenCounts;
  /** Neither failed nor stopped by a guardrail. */
  readonly isServed: boolean;
}

/**
 * What the record shows besides tokens. A served call to a model that is sold by something else, and whose record
 * does not say how much of it, has one unit that no price list has: unpriced, and not free.
 */
export function unitsOf(bytes: Buffer, record: RecordDraft, call: Call): readonly UnitCount[] {
  const { base } = call.model;
  const images = imageCount(bytes, record, call.isServed);
  const video = videoMilliseconds(bytes, record);
  const units: UnitCount[] = [];
  if (images !== null && images > 0) {
    units.push({ unit: imageUnit(bytes, record.input.body), quantity: images });
  }
  if (video !== null && video > 0) units.push({ unit: videoUnit(bytes, record), quantity: video });
  if (call.isServed && base !== null) {
    if (/\.rerank-/.test(base)) units.push({ unit: 'query', quantity: 1 });
    const unknown =
      images === null && video === null ? unknownUnit(base, allTokens(call.tokens) > 0) : undefined;
    if (unknown !== undefined) units.push({ unit: unknown, quantity: 1 });
  }
  return units.length === 0 ? NO_UNITS : units;
}

/** Pictures in the answer; where none are delivered inline, as many as were asked for. Null: nothing says. */
function imageCount(bytes: Buffer, { input, output }: RecordDraft, isServed: boolean): number | null {
  const { body } = output;
  if (body !== null && body.images !== null) return body.images;
  // An image model that gives a reason has made fewer pictures, and does not say how many fewer.
  const hasError = body !== null && isThere(bytes, body.error);
  if (!isServed || hasError || input.body === null || !input.body.forImages) return null;
  const path = 'input.inputBodyJson.imageGenerationConfig.';
  return countAt(bytes, input.body.imageCount, path, MOST_IMAGES) ?? DEFAULT_IMAGES;
}

/** `image:1024x1024:premium`; attributes that the request does not state are left out. */
function imageUnit(bytes: Buffer, request: RequestBody | null): string {
  if (request === null) return 'image';
  const size = pixels(bytes, request.imageWidth, request.imageHeight);
  const quality = stringAt(bytes, request.imageQuality);
  return `image${size}${quality !== undefined && /^[a-z]{1,16}$/.test(quality) ? `:${quality}` : ''}`;
}

/** Null where the record has no length. */
function videoMilliseconds(bytes: Buffer, { output }: RecordDraft): number | null {
  if (!isThere(bytes, output.videoSeconds)) return null;
  const seconds = numberAt(bytes, output.videoSeconds);
  if (seconds !== undefined && seconds >= 0 && seconds <= MOST_VIDEO_SECONDS)
    return Math.round(seconds * 1000);
  throw new RecordFault(`output.outputVideoDurationSeconds ${flaw(bytes, output.videoSeconds, seconds)}`);
}

const videoUnit = (bytes: Buffer, { output }: RecordDraft): string =>
  `video-ms${pixels(bytes, output.videoWidth, output.videoHeight)}`;

function pixels(bytes: Buffer, widthAt: number, heightAt: number): string {
  const [width, height] = [softCountAt(bytes, widthAt) ?? 0, softCountAt(bytes, heightAt) ?? 0];
  const plausible = width > 0 && height > 0 && width < 100_000 && height < 100_000;
  return plausible ? `:${width}x${height}` : '';
}
