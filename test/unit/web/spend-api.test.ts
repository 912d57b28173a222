import { describe, expect, it } from 'vitest';
import { fact } from '../../support.ts';
import { webWith } from './support.ts';

const facts = [
  // Claude Haiku 4.5 in us-east-1: 1,000 x $1.10 + 200 x $5.50 per million = $0.0011 + $0.0011.
  fact({ at: '2026-11-20T10:00:00Z', tokens: { input: 1000, output: 200 } }),
  // Nova Lite: 1,000,000 x $0.06 per million.
  fact({ at: '2026-11-20T11:00:00Z', modelId: 'amazon.nova-lite-v1:0', tokens: { input: 1_000_000 } }),
  fact({ at: '2026-11-20T11:00:00Z', errorCode: 'ThrottlingException' }),
  fact({ at: '2026-11-20T11:10:00Z', modelId: 'amazon.nova-9-v1:0', tokens: { input: 7 } }),
  fact({ at: '2026-10-20T11:00:00Z', tokens: { input: 1000 } }),
];

describe('/api/spend', () => {
  it('answers as the command does', async () => {
    const { get } = await webWith({ facts });
    const answer = await (await get('/api/spend?by=model')).json();
    expect(answer).toMatchObject({
      from: '2026-11-01T00:00:00Z',
      to: '2026-12-01T00:00:00Z',
      rows: [
        { model: 'amazon.nova-lite-v1:0', cost: '0.060000000' },
        {
          model: 'anthropic.claude-haiku-4-5-20251001-v1:0',
          invocations: 1,
          failedInvocations: 1,
          cost: '0.002200000',
        },
        { model: 'amazon.nova-9-v1:0', cost: null, unpriced: { invocations: 1, tokens: 7 } },
      ],
      total: { invocations: 3, failedInvocations: 1, cost: '0.062200000' },
    });
  });

  it('takes repeated and listed parameters', async () => {
    const { get } = await webWith({ facts });
    const query =
      'by=model,region&by=hour&where=model=amazon.nova-lite-v1:0&where=region=us-east-1&since=24h';
    const { rows } = (await (await get(`/api/spend?${query}`)).json()) as { rows: unknown[] };
    expect(rows).toMatchObject([
      { model: 'amazon.nova-lite-v1:0', region: 'us-east-1', hour: '2026-11-20T11:00:00Z' },
    ]);
  });

  it.each([
    ['by=colour', 'by colour: no such dimension'],
    ['where=model', 'where model: not of the form DIM=VALUE'],
    ['from=yesterday', 'from yesterday: not an ISO 8601 time'],
    ['since=7d&from=2026-11-01', 'since 7d: cannot stand beside from or to'],
  ])('says what is wrong with %s', async (query, message) => {
    const { get } = await webWith();
    const response = await get(`/api/spend?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: 'wrong usage',
      message: expect.stringContaining(message),
    });
  });
});

describe('/spend.csv', () => {
  it('has the same rows, as a file', async () => {
    const { get } = await webWith({ facts });
    const response = await get('/spend.csv?by=model');
    expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('Content-Disposition')).toBe(
      'attachment; filename="bedrock-spend-2026-11-01-2026-12-01.csv"',
    );
    expect((await response.text()).split('\r\n')).toEqual([
      'model,invocations,failedInvocations,inputTokens,outputTokens,cacheReadTokens,cacheWriteTokens,units,costUsd,unpricedInvocations,unpricedTokens',
      'amazon.nova-lite-v1:0,1,0,1000000,0,0,0,0,0.060000000,0,0',
      'anthropic.claude-haiku-4-5-20251001-v1:0,1,1,1000,200,0,0,0,0.002200000,0,0',
      'amazon.nova-9-v1:0,1,0,7,0,0,0,0,,1,7',
      '',
    ]);
  });
});
