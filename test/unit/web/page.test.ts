import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { at, fact } from '../../support.ts';
import { webWith } from './support.ts';

const facts = [
  fact({ at: '2026-10-02T10:00:00Z', tokens: { input: 1_000_000 } }),
  fact({ at: '2026-11-20T12:10:00Z', tokens: { input: 1_000_000 }, tags: { team: 'search' } }),
  fact({ at: '2026-11-20T12:10:00Z', modelId: 'amazon.nova-9-v1:0', tokens: { input: 4200 } }),
];

describe('the page', () => {
  it('says how far data reach, in UTC, and that a demo is one', async () => {
    const { page } = await webWith({ facts, demo: true });
    const html = await page('/');
    expect(html).toContain('Data up to 12:10 UTC');
    expect(html).toContain('20 min ago');
    expect(html).toContain('Demo data');
    expect(await (await webWith({ facts })).page('/')).not.toContain('Demo data');
  });

  it('warns when nothing came for long, and says what it means', async () => {
    const { page } = await webWith({ facts, now: at('2026-11-22T09:00:00Z') });
    const html = await page('/');
    expect(html).toContain('Data end at 20 Nov 12:10 UTC');
    expect(html).toContain('nobody called, or collecting has stopped');
  });

  it('shows unpriced usage as tokens in a badge, never as a number, with the reason', async () => {
    const { page } = await webWith({ facts });
    const html = await page('/');
    expect(html).toMatch(/class="badge unpriced"[^>]*>4\.20 k</);
    expect(html).toContain('the price book has no model amazon.nova-9-v1:0');
    expect(html).toContain('<span title="none of it has a price">—</span>');
  });

  it('says why nothing is compared', async () => {
    const { page } = await webWith({ facts });
    expect(await page('/?from=2026-11-20&to=2026-11-21')).toContain(
      'Changes compare the complete hours 20 Nov 00:00 – 12:00 UTC with 19 Nov 00:00 – 12:00',
    );
    expect(await page('/')).toContain(
      'of the period before, only the part since 2 Oct 10:00 UTC is recorded',
    );
    expect(await page('/?compare=none')).not.toContain('Not compared');
  });

  it('links each row deeper and keeps the rest of the state', async () => {
    const { page } = await webWith({ facts });
    const html = await page('/?since=7d&by=operation');
    expect(html).toContain(
      'href="/?since=7d&amp;by=operation&amp;model=anthropic.claude-haiku-4-5-20251001-v1%3A0"',
    );
  });

  it('has a chip for each filter, with the link that removes it', async () => {
    const { page } = await webWith({ facts });
    const html = await page('/?since=7d&model=anthropic.claude-haiku-4-5-20251001-v1:0&region=us-east-1');
    expect(html).toContain('aria-label="Remove the filter Model Claude Haiku 4.5"');
    expect(html).toContain('href="/?since=7d&amp;region=us-east-1"');
    expect(html).toContain('<option value="us-east-1" selected="">');
  });

  it('breaks down by a tag, with the rows that lack it', async () => {
    const { page } = await webWith({ facts });
    const html = await page('/?tag=team');
    expect(html).toContain('By Tag team');
    expect(html).toContain('tag%3Ateam=search');
    expect(html).toContain('tag%3Ateam=%28none%29');
  });

  it('drops what it does not know from its links, and refuses what makes no sense', async () => {
    const { get, page } = await webWith({ facts });
    expect(await page('/?utm_source=x&since=7d')).not.toContain('utm_source');
    expect((await get('/?by=colour')).status).toBe(400);
  });

  it('says what to do when there is nothing at all', async () => {
    const html = await (await webWith()).page('/');
    expect(html).toContain('No calls recorded yet');
    expect(html).toContain('data-copy="bedrock-meter ingest ./logs"');
  });

  it('says where the data are when the range has none', async () => {
    const { page } = await webWith({ facts });
    const html = await page('/?from=2026-08-01&to=2026-09-01&model=nope');
    expect(html).toContain('No calls match in 1 – 31 Aug');
    expect(html).toContain('There are calls from 2 Oct 10:00 – 20 Nov 13:00');
    expect(html).toContain('from=2026-11-01&amp;to=2026-12-01');
  });

  it('draws the same chart as a picture', async () => {
    const { get } = await webWith({ facts });
    const response = await get('/charts/spend.svg?since=7d&theme=dark');
    expect(response.headers.get('Content-Type')).toBe('image/svg+xml; charset=utf-8');
    expect(await response.text()).toMatch(/^<svg /);
  });
});

describe('assets', () => {
  const folder = () => {
    const made = mkdtempSync(join(tmpdir(), 'assets-'));
    onTestFinished(() => rmSync(made, { recursive: true }));
    writeFileSync(join(made, 'app.js'), 'export {};');
    return made;
  };

  it('are cached for good under the address that the page uses, and revalidated under the bare one', async () => {
    const { get, page } = await webWith({ assets: folder() });
    const [, address = ''] = /src="(\/assets\/app\.js\?v=[0-9a-f]{16})"/.exec(await page('/')) ?? [];
    const versioned = await get(address);
    expect(versioned.headers.get('Cache-Control')).toContain('immutable');
    expect(await versioned.text()).toBe('export {};');
    const bare = await get('/assets/app.js');
    expect(bare.headers.get('Cache-Control')).toBe('no-cache');
    const etag = bare.headers.get('ETag') ?? '';
    expect((await get('/assets/app.js', { 'If-None-Match': etag })).status).toBe(304);
  });

  it('are only those two', async () => {
    const { get } = await webWith({ assets: folder() });
    expect((await get('/assets/app.css')).status).toBe(404);
    expect((await get('/assets/..%2f..%2fpackage.json')).status).toBe(404);
    expect((await get('/assets/constructor')).status).toBe(404);
  });
});
