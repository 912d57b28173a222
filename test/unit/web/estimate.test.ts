import { describe, expect, it } from 'vitest';
import { webWith } from './support.ts';

const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const PLACE = `model=${HAIKU}&region=us-east-1`;

describe('/api/estimate', () => {
  it('prices a request, as the command does', async () => {
    const { get } = await webWith();
    // Haiku 4.5 in-region: 1.10 in, 5.50 out, 0.11 read, 1.375 written, 2.20 for an hour (pricing facts, section 2).
    const query = 'input=1000000&output=100000&cache-read=1000000&cache-write=80000&cache-write-1h=50000';
    const answer = await (await get(`/api/estimate?${PLACE}&${query}`)).json();
    expect(answer).toMatchObject({ status: 'priced', cost: '1.980000000' });
    expect(answer).not.toHaveProperty('model');
    const batch = await (await get(`/api/estimate?${PLACE}&input=1000000&batch=true`)).json();
    expect(batch).toMatchObject({ cost: '0.550000000' });
  });

  it('compares models', async () => {
    const { get } = await webWith();
    const answer = await (
      await get(`/api/estimate?${PLACE}&input=1000000&compare=global.${HAIKU},acme.none-v1:0`)
    ).json();
    expect(answer).toMatchObject({
      cost: '1.100000000',
      compare: [
        { model: `global.${HAIKU}`, cost: '1.000000000' },
        { model: 'acme.none-v1:0', status: 'unpriced', cost: null },
      ],
    });
  });

  it.each([
    ['', /needs model and region/],
    [`?model=${HAIKU}`, /needs model and region/],
    ['?model=<script>&region=us-east-1', /not a model id/],
    [`?model=${HAIKU}&region=nowhere`, /region nowhere: not a Region/],
    [`?${PLACE}&input=-1`, /input -1: not a whole number/],
    [`?${PLACE}&cache-read=NaN`, /cache-read NaN: not a whole number/],
    [`?${PLACE}&output=9007199254740993`, /output 9007199254740993: not a whole number/],
    [`?${PLACE}&at=soon`, /at soon: not an ISO 8601 time/],
    [`?${PLACE}&batch=maybe`, /batch maybe: is true or false/],
    [`?${PLACE}&compare=%20x%20y`, /compare x y: not a model id/],
    [`?${PLACE}&messages=request.json`, /only the command/],
  ])('%s is refused', async (query, complaint) => {
    const { get } = await webWith();
    const response = await get(`/api/estimate${query}`, { Accept: 'application/json' });
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(complaint);
  });
});
