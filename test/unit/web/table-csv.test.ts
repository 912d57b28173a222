import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsToCsv } from '../../../web/http/table-csv.ts';
import { fact } from '../../support.ts';
import { webWith } from './support.ts';

const ROLE = 'arn:aws:sts::111122223333:assumed-role/claims-triage/agent-7';
const AGENT =
  'arn:aws:sts::111122223333:assumed-role/AmazonBedrockExecutionRoleForAgents_K7Q2M/BedrockAgents-K7Q2M9X4BD-00000000-0000-4000-8000-00000000beef';

describe('a list of an answer as CSV', () => {
  it('has a column for each part, named by its path, and nothing where a row lacks it', () => {
    const rows = [
      { id: 1, tokens: { input: 5, output: 0 }, models: ['a', 'b'], note: null },
      { id: 2, tokens: { input: 7, output: 1 }, models: [], on: true, callers: [{ who: 'x' }] },
    ];
    expect(rowsToCsv(rows)).toBe(
      [
        'id,tokens.input,tokens.output,models,note,on,callers',
        '1,5,0,a; b,,,',
        '2,7,1,,,true,"[{""who"":""x""}]"',
        '',
      ].join('\r\n'),
    );
  });

  it('keeps every row on a line of its own, whatever the names are', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 8 }), (names) => {
        const csv = rowsToCsv(names.map((name) => ({ name: name.replace(/[\r\n]/g, ''), n: 1 })));
        const lines = csv.split('\r\n').slice(0, -1);
        expect(lines).toHaveLength(names.length + 1);
        for (const line of lines.slice(1)) expect(line).toMatch(/,1$/);
      }),
    );
  });

  it('defuses what a spreadsheet would run', () => {
    expect(rowsToCsv([{ name: '=HYPERLINK("http://x")' }])).toBe('name\r\n"\'=HYPERLINK(""http://x"")"\r\n');
  });
});

describe('?format=csv', () => {
  const facts = [
    fact({ at: '2026-11-20T10:00:00Z', arn: ROLE, tokens: { input: 1_000_000 } }),
    fact({ at: '2026-11-20T10:05:00Z', arn: AGENT, tokens: { input: 2_000_000, output: 10 } }),
  ];

  it('answers with the rows of the JSON, to the nano-dollar', async () => {
    const { get } = await webWith({ facts });
    const json = (await (await get('/api/agents')).json()) as { agents: { cost: string; calls: number }[] };
    const response = await get('/api/agents?format=csv&table=agents');
    expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('Content-Disposition')).toBe(
      'attachment; filename="bedrock-agents-agents.csv"',
    );
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
    const [titles = '', row = ''] = (await response.text()).split('\r\n');
    const cells = new Map(titles.split(',').map((title, i) => [title, row.split(',')[i]]));
    // Haiku 4.5: 2 x $1.10 and 10 x $5.50 a million.
    expect(cells.get('cost')).toBe('2.200055000');
    expect(cells.get('cost')).toBe(json.agents[0]?.cost);
    expect(cells.get('tokens.input')).toBe('2000000');
    expect(cells.get('callsPerSession.max')).toBe('1');
  });

  it('names the lists there are when asked for another', async () => {
    const { get } = await webWith({ facts });
    for (const table of ['', 'nope', '__proto__', 'constructor']) {
      const response = await get(`/api/agents?format=csv&table=${table}`);
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('there are agents, sessions');
    }
  });

  it('leaves answers that are no success as they are', async () => {
    const { get } = await webWith({ facts });
    const response = await get('/api/agents?since=nonsense&format=csv&table=agents');
    expect(response.status).toBe(400);
    expect(response.headers.get('Content-Type')).toContain('application/json');
  });

  it('is offered by every page with a table, at an address that answers', async () => {
    const { page, get } = await webWith({ facts });
    for (const path of [
      '/agents',
      '/forecast',
      '/anomalies',
      '/capacity',
      '/status',
      '/savings',
      '/coverage',
      '/',
    ]) {
      const links = [...(await page(path)).matchAll(/href="([^"]+)" download/g)].map(([, href = '']) => href);
      for (const href of links) {
        const response = await get(href.replaceAll('&amp;', '&'));
        expect([path, href, response.status]).toEqual([path, href, 200]);
        expect(response.headers.get('Content-Type')).toContain('text/csv');
      }
    }
    expect(await page('/agents')).toContain('table=sessions');
    expect(await page('/status')).toContain('table=sources');
  });
});
