/**
 * What is taken from `input.inputBodyJson`, as offsets. Nothing below `messages`, `system` or any other
 * prompt is looked into. Sources: Bedrock runtime API reference, `Converse`; Amazon Bedrock user guide,
 * "Inference request parameters and response fields for foundation models".
 * @module
 */
import { Shape, type Take } from '../skim/shape.ts';
import { ABSENT } from '../skim/value.ts';

export class RequestBody {
  maxTokens = ABSENT;
  tier = ABSENT;
  latency = ABSENT;
  guardrailId = ABSENT;
  /** Whether there is an `imageGenerationConfig`: the call is for images. */
  forImages = false;
  imageCount = ABSENT;
  imageWidth = ABSENT;
  imageHeight = ABSENT;
  imageQuality = ABSENT;
}

const takeMaxTokens: Take<RequestBody> = (r, b) => {
  b.maxTokens = r.skip();
};
const takeTier: Take<RequestBody> = (r, b) => {
  b.tier = r.skip();
};

const INFERENCE_CONFIG = new Shape<RequestBody>({ maxTokens: takeMaxTokens, max_new_tokens: takeMaxTokens });
const TEXT_GENERATION_CONFIG = new Shape<RequestBody>({ maxTokenCount: takeMaxTokens });
const SERVICE_TIER = new Shape<RequestBody>({ type: takeTier });
const PERFORMANCE_CONFIG = new Shape<RequestBody>({
  latency: (r, b) => {
    b.latency = r.skip();
  },
});
const GUARDRAIL_CONFIG = new Shape<RequestBody>({
  guardrailIdentifier: (r, b) => {
    b.guardrailId = r.skip();
  },
});
const IMAGE_CONFIG = new Shape<RequestBody>({
  numberOfImages: (r, b) => {
    b.imageCount = r.skip();
  },
  width: (r, b) => {
    b.imageWidth = r.skip();
  },
  height: (r, b) => {
    b.imageHeight = r.skip();
  },
  quality: (r, b) => {
    b.imageQuality = r.skip();
  },
});

export const REQUEST_BODY = new Shape<RequestBody>({
  inferenceConfig: (r, b) => {
    r.object(INFERENCE_CONFIG, b);
  },
  textGenerationConfig: (r, b) => {
    r.object(TEXT_GENERATION_CONFIG, b);
  },
  max_tokens: takeMaxTokens,
  max_tokens_to_sample: takeMaxTokens,
  max_gen_len: takeMaxTokens,
  max_completion_tokens: takeMaxTokens,
  maxTokens: takeMaxTokens,
  serviceTier: (r, b) => {
    r.object(SERVICE_TIER, b);
  },
  service_tier: takeTier,
  performanceConfig: (r, b) => {
    r.object(PERFORMANCE_CONFIG, b);
  },
  guardrailConfig: (r, b) => {
    r.object(GUARDRAIL_CONFIG, b);
  },
  imageGenerationConfig: (r, b) => {
    b.forImages = r.object(IMAGE_CONFIG, b);
  },
});
