import { describe, expect, it } from 'vitest';
import { createRater, loadPrices } from '../../../../pricing/index.ts';
import { regionId } from '../../../../src/domain/ids.ts';
import { NO_QUANTITIES } from '../../../../src/domain/quantities.ts';
import { epochSeconds } from '../../../../src/domain/time.ts';
import { factOf, type Json, type JsonObject, record, withBodies } from './fixtures.ts';

const CANVAS = { modelId: 'amazon.nova-canvas-v1:0', operation: 'InvokeModel' };
const unitsOf = (value: unknown) => factOf(value).units.map(({ unit, quantity }) => `${quantity} ${unit}`);
const config = (over: JsonObject): Json => ({ taskType: 'TEXT_IMAGE', imageGenerationConfig: over });

describe('pictures', () => {
  it.each<[string, Json, Json, string[]]>([
    [
      'counted in the answer, with size and quality asked for',
      config({ numberOfImages: 5, width: 1024, height: 768, quality: 'premium' }),
      { images: ['aGk=', 'aGk='] },
      ['2 image:1024x768:premium'],
    ],
    ['without quality', config({ width: 512, height: 512 }), { images: ['aGk='] }, ['1 image:512x512']],
    ['without size', config({ quality: 'standard' }), { images: ['aGk='] }, ['1 image:standard']],
    [
      'with attributes that are none',
      config({ width: 'x', height: -1, quality: 'Very Good' }),
      { images: ['a'] },
      ['1 image'],
    ],
    [
      'of another vendor',
      { prompt: 'lorem', aspect_ratio: '1:1' },
      { images: ['aGk='], seeds: [1] },
      ['1 image'],
    ],
    ['held back by a filter', { prompt: 'lorem' }, { images: [null], finish_reasons: ['Filter'] }, []],
    ['an empty list', config({ numberOfImages: 3 }), { images: [], error: 'blocked' }, []],
    [
      'moved to S3 one by one',
      config({ width: 512, height: 512, quality: 'standard' }),
      { images: [{ s3Uri: 's3://b/1.png' }, { s3Uri: 's3://b/2.png' }, null] },
      ['2 image:512x512:standard'],
    ],
    ['as many as were asked for', config({ numberOfImages: 2 }), { seeds: [1, 2] }, ['2 image']],
    [
      'not known where the model gives a reason',
      config({ numberOfImages: 3 }),
      { error: 'x' },
      ['1 unknown:image'],
    ],
    ['not known where nothing says', { prompt: 'lorem' }, { seeds: [1] }, ['1 unknown:image']],
    ['not known where the list is none', { prompt: 'lorem' }, { images: 2 }, ['1 unknown:image']],
  ])('%s', (_, request, response, expected) => {
    expect(unitsOf(withBodies(request, response, { top: CANVAS }))).toEqual(expected);
  });

  const asked = (over: JsonObject, top: JsonObject = {}) =>
    record({
      ...CANVAS,
      input: { inputBodyJson: config(over) },
      output: { outputBodyS3Path: 's3://b/data/x_output.json.gz' },
      ...top,
    });
  it('are as many as were asked for when the answer was moved to S3', () => {
    expect(unitsOf(asked({ numberOfImages: 3, width: 1024, height: 1024 }))).toEqual(['3 image:1024x1024']);
    expect(unitsOf(asked({}))).toEqual(['1 image']);
  });
  it('are none when the call failed', () => {
    expect(unitsOf(asked({ numberOfImages: 3 }, { errorCode: 'ValidationException' }))).toEqual([]);
  });
});

describe('video', () => {
  it.each<[string, JsonObject, string[]]>([
    [
      'in milliseconds, with its size',
      { outputVideoDurationSeconds: 6.042, outputVideoWidth: 1280, outputVideoHeight: 720 },
      ['6042 video-ms:1280x720'],
    ],
    ['without size', { outputVideoDurationSeconds: 6 }, ['6000 video-ms']],
    ['of no length', { outputVideoDurationSeconds: 0 }, []],
  ])('%s', (_, output, expected) => {
    expect(unitsOf(record({ modelId: 'amazon.nova-reel-v1:0', output }))).toEqual(expected);
  });
});

describe('rerank', () => {
  const rerank = { modelId: 'cohere.rerank-v3-5:0', operation: 'InvokeModel', output: {} };
  it('is one query a call', () => expect(unitsOf(record(rerank))).toEqual(['1 query']));
  it('is none when the call failed', () => {
    expect(unitsOf(record({ ...rerank, errorCode: 'ValidationException' }))).toEqual([]);
  });
  it('is known by its ARN too', () => {
    const modelId = 'arn:aws:bedrock:us-west-2::foundation-model/amazon.rerank-v1:0';
    expect(unitsOf(record({ ...rerank, modelId }))).toEqual(['1 query']);
  });
});

describe('a model that is sold by something else than tokens', () => {
  const metadata = (modelId: string, over: JsonObject = {}) =>
    record({ modelId, operation: 'InvokeModel', input: {}, output: {}, ...over });
  const UNKNOWN: [string, string][] = [
    ['amazon.nova-canvas-v1:0', 'unknown:image'],
    ['us.amazon.nova-canvas-v1:0', 'unknown:image'],
    ['amazon.titan-image-generator-v2:0', 'unknown:image'],
    ['stability.sd3-5-large-v1:0', 'unknown:image'],
    ['us.stability.stable-conservative-upscale-v1:0', 'unknown:image'],
    ['amazon.nova-reel-v1:1', 'unknown:video-ms'],
    ['luma.ray-v2:0', 'unknown:video-ms'],
    ['us.twelvelabs.pegasus-1-2-v1:0', 'unknown:video-ms'],
    ['twelvelabs.marengo-embed-3-0-v1:0', 'unknown:media'],
    ['amazon.titan-embed-image-v1', 'unknown:image'],
    ['amazon.nova-2-multimodal-embeddings-v1:0', 'unknown:media'],
  ];
  it.each(UNKNOWN)('%s has %s once where the record has no quantity', (modelId, unit) => {
    expect(unitsOf(metadata(modelId))).toEqual([`1 ${unit}`]);
  });

  it.each(UNKNOWN)('%s is unpriced then', (modelId, unit) => {
    const { model, region } = factOf(metadata(modelId));
    const rater = createRater(loadPrices({ dir: 'no-imported-prices' }), {
      discountPercent: 0,
      overrides: [],
    });
    const sku = { tier: 'standard', latency: 'standard', band: 0, batch: false, unit } as const;
    for (const place of [region, regionId('us-west-2')]) {
      const cost = rater.rate(
        { ...sku, model: model.base, scope: model.scope, region: place },
        epochSeconds(1_795_252_211),
        {
          ...NO_QUANTITIES,
          units: 1,
        },
      );
      expect(cost).toMatchObject({ unpricedKinds: ['units'], cost: { units: 0n } });
    }
  });

  it('has no such unit where the call failed or a guardrail stopped it', () => {
    expect(unitsOf(metadata('amazon.nova-canvas-v1:0', { errorCode: 'ValidationException' }))).toEqual([]);
    expect(unitsOf(metadata('amazon.nova-canvas-v1:0', { errorCode: 404 }))).toEqual([]);
    const blocked = { output: { outputBodyJson: { 'amazon-bedrock-guardrailAction': 'INTERVENED' } } };
    expect(unitsOf(metadata('stability.sd3-5-large-v1:0', blocked))).toEqual([]);
    const asked = { input: { inputBodyJson: config({ numberOfImages: 2 }) }, ...blocked };
    expect(unitsOf(metadata('amazon.nova-canvas-v1:0', asked))).toEqual([]);
  });

  it('has it beside its tokens, where those are not all of it', () => {
    const output = { outputTokenCount: 80 };
    expect(unitsOf(metadata('twelvelabs.pegasus-1-2-v1:0', { output }))).toEqual(['1 unknown:video-ms']);
    const seconds = { outputTokenCount: 80, outputVideoDurationSeconds: 12.5 };
    expect(unitsOf(metadata('twelvelabs.pegasus-1-2-v1:0', { output: seconds }))).toEqual(['12500 video-ms']);
  });

  it('has none where text was embedded', () => {
    const input = { inputTokenCount: 9 };
    expect(unitsOf(metadata('amazon.titan-embed-image-v1', { input }))).toEqual([]);
    expect(unitsOf(metadata('amazon.nova-2-multimodal-embeddings-v1:0', { input }))).toEqual([]);
  });

  it.each(['amazon.nova-pro-v1:0', 'amazon.titan-embed-text-v2:0', 'amazon.nova-2-lite-v1:0', 'abc123'])(
    'is not %s',
    (modelId) => expect(unitsOf(metadata(modelId))).toEqual([]),
  );

  it('stands before the text units of a guardrail', () => {
    const usage = { topicPolicyUnits: 2 };
    const assessment = { g1: { invocationMetrics: { usage } } };
    const output = { outputBodyJson: { 'amazon-bedrock-trace': { guardrail: { input: assessment } } } };
    expect(unitsOf(metadata('luma.ray-v2:0', { output }))).toEqual([
      '1 unknown:video-ms',
      '2 guardrail:topicPolicyUnits',
    ]);
  });
});
