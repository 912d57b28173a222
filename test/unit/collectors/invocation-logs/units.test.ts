import { describe, expect, it } from 'vitest';
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
    ['none in the answer', config({ numberOfImages: 3 }), { error: 'blocked' }, []],
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
