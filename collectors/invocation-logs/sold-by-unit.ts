/**
 * Models that are sold by something else than tokens. Source: Amazon Bedrock pricing page (image and video models,
 * multimodal embeddings).
 * @module
 */
import type { BaseModelId } from '../../src/domain/ids.ts';
import type { UnitId } from '../../src/domain/sku.ts';
import { memo } from './memo.ts';

interface Sold {
  /** What the model's id begins with, up to a separator. */
  readonly prefix: string;
  readonly by: 'image' | 'video-ms' | 'media';
  /** Text is sold by tokens: only a call without any was for something else. */
  readonly orTokens?: boolean;
}

const SOLD_BY_UNIT: readonly Sold[] = [
  { prefix: 'amazon.nova-canvas-', by: 'image' },
  { prefix: 'amazon.titan-image-', by: 'image' },
  { prefix: 'stability.', by: 'image' },
  { prefix: 'amazon.nova-reel-', by: 'video-ms' },
  { prefix: 'luma.ray-', by: 'video-ms' },
  // Seconds in and tokens out: the tokens are not all of it.
  { prefix: 'twelvelabs.pegasus-', by: 'video-ms' },
  { prefix: 'twelvelabs.marengo-', by: 'media' },
  { prefix: 'amazon.titan-embed-image-', by: 'image', orTokens: true },
  { prefix: 'amazon.nova-2-multimodal-embeddings-', by: 'media', orTokens: true },
];

const soldOf = memo((base) => SOLD_BY_UNIT.find(({ prefix }) => base.startsWith(prefix)) ?? null);

/**
 * The unit of a call whose quantity is not known, such as `unknown:image`; undefined for models sold by tokens. The
 * word comes first because a price for `image` is also one for `image:` with any attribute.
 */
export function unknownUnit(base: BaseModelId, hasTokens: boolean): UnitId | undefined {
  const sold = soldOf(base);
  return sold === null || (hasTokens && sold.orTokens) ? undefined : `unknown:${sold.by}`;
}
