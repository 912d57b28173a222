import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { webWith } from './support.ts';

function folder(names: readonly string[]): string {
  const dir = mkdtempSync(join(tmpdir(), 'bedrock-meter-reports-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  for (const name of names) writeFileSync(join(dir, name), `of ${name}`);
  return dir;
}

describe('the page of reports', () => {
  it('lists what the schedule has written, newest first, and hands it over as files', async () => {
    const reportsDir = folder([
      'bedrock-2026-09.csv',
      'bedrock-2026-10.html',
      'bedrock-2026-10.md',
      'secret.db',
      'bedrock-2026-10.html.part',
    ]);
    const { get, page } = await webWith({ reportsDir });
    expect(await (await get('/api/reports')).json()).toEqual({
      reports: [
        { month: '2026-10', types: ['html', 'md'] },
        { month: '2026-09', types: ['csv'] },
      ],
    });
    const html = await page('/reports');
    expect(html).toContain('The newest report is that of October.');
    expect(html).toContain('href="/reports/2026-09.csv"');
    const file = await get('/reports/2026-10.html');
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="bedrock-2026-10.html"');
    expect(await file.text()).toBe('of bedrock-2026-10.html');
    expect(await page('/reports/2026-10')).toContain('The report of October.');
  });

  it('says when the first comes, and the command for any other', async () => {
    const { page } = await webWith({ reportsDir: '/nowhere/at/all' });
    const html = await page('/reports');
    expect(html).toContain('No monthly report has been written yet.');
    expect(html).toContain('The next one is written on 2026-12-02 06:00 UTC.');
    expect(html).toContain('bedrock-meter report 2026-11');
    expect(await page('/reports/2026-08')).toContain('No report of August has been written yet.');
  });

  it.each([
    '/reports/..%2fsecret.db',
    '/reports/secret.db',
    '/reports/2026-10.exe',
    '/reports/2026-10.pdf',
    '/reports/x',
  ])('%s is not found', async (path) => {
    const { get } = await webWith({ reportsDir: folder(['secret.db', 'bedrock-2026-10.exe']) });
    expect((await get(path)).status).toBe(404);
  });
});
