/**
 * What a call is billed for besides tokens: pictures, video, rerank queries. Sources: Amazon Bedrock user
 * guide, "Amazon Titan Image Generator" and "Amazon Nova Canvas" (request and response), "Monitor model
 * invocation using CloudWatch Logs and Amazon S3" (video output); pricing page (rerank per query).
 * @module
 */
import type { ModelRef } from '../../src/domain/model-id.ts';
import type { UnitCount } from '../../src/domain/usage.ts';
import { countAt, flaw, softCountAt } from './count.ts';
import type { RecordDraft } from './draft/record.ts';
import type { RequestBody } from './draft/request-body.ts';
import { RecordFault } from './outcome.ts';
import { isThere, numberAt, stringAt } from './skim/value.ts';

/** A day of video in one call is a fault of the writer. */
const MOST_VIDEO_SECONDS = 86_400;
/** AWS's default when a request for pictures does not say how many. */
const DEFAULT_IMAGES = 1;

/** Adds to `units` what the record shows besides tokens. */
export function addUnits(units: UnitCount[], bytes: Buffer, record: RecordDraft, model: ModelRef): void {
  const images = imageCount(bytes, record);
  if (images > 0) units.push({ unit: imageUnit(bytes, record.input.body), quantity: images });
  const video = videoMilliseconds(bytes, record);
  if (video > 0) units.push({ unit: videoUnit(bytes, record), quantity: video });
  if (!isThere(bytes, record.errorCode) && model.base !== null && /\.rerank-/.test(model.base)) {
    units.push({ unit: 'query', quantity: 1 });
  }
}

/** Pictures in the answer; where the answer was not delivered inline, as many as were asked for. */
function imageCount(bytes: Buffer, { input, output, errorCode }: RecordDraft): number {
  if (output.body !== null) return Math.max(output.body.images, 0);
  if (isThere(bytes, errorCode) || input.body === null || !input.body.forImages) return 0;
  const asked = countAt(bytes, input.body.imageCount, 'input.inputBodyJson.imageGenerationConfig.');
  return asked ?? DEFAULT_IMAGES;
}

/** `image:1024x1024:premium`; attributes that the request does not state are left out. */
function imageUnit(bytes: Buffer, request: RequestBody | null): string {
  if (request === null) return 'image';
  const size = pixels(bytes, request.imageWidth, request.imageHeight);
  const quality = stringAt(bytes, request.imageQuality);
  return `image${size}${quality !== undefined && /^[a-z]{1,16}$/.test(quality) ? `:${quality}` : ''}`;
}

function videoMilliseconds(bytes: Buffer, { output }: RecordDraft): number {
  if (!isThere(bytes, output.videoSeconds)) return 0;
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
