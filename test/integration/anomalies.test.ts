import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Random } from '../aws-simulator/world/random.ts';
import { cli, json } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'bedrock-meter-anomalies-'));
afterAll(() => rmSync(folder, { recursive: true }));

const random = new Random('csv');
/** Ten days of five-minute rows with a daily shape; row 2,500 is a spike. */
const rows = Array.from({ length: 2880 }, (_, i) => {
  const time = new Date(Date.UTC(2014, 1, 14) + i * 300_000).toISOString().slice(0, 19).replace('T', ' ');
  const value = 50 + 20 * Math.sin((i / 288) * 2 * Math.PI) + random.normal() + (i === 2500 ? 40 : 0);
  return [time, value.toFixed(3)] as const;
});

async function score(text: string, ...flags: string[]) {
  const file = join(folder, 'series.csv');
  writeFileSync(file, text);
  const result = await cli(['anomalies', '--csv', file, ...flags], { cwd: folder });
  return { ...result, lines: result.stdout.trimEnd().split('\n') };
}

describe('anomalies --csv', () => {
  it('scores every row in the order of the input', async () => {
    const { code, stderr, lines } = await score(
      `timestamp,value\n${rows.map((row) => row.join(',')).join('\n')}\n`,
    );
    expect([code, stderr, lines.length, lines[0]]).toEqual([0, '', 2881, 'timestamp,value,score,anomaly']);
    const scored = lines.slice(1).map((line) => line.split(','));
    expect(scored.map(([time, value]) => [time, value])).toEqual(rows);
    expect(scored.every(([, , n]) => Number(n) >= 0 && Number(n) <= 1)).toBe(true);
    expect(scored[2500]?.[3]).toBe('1');
    expect(scored.filter(([, , , anomaly]) => anomaly === '1').length).toBeLessThan(6);
  });

  it('reads CRLF, other headers, missing and doubled rows, and no line at the end', async () => {
    const text = rows.map(([time, value], i) => (i % 97 === 5 ? `${time};` : `${time};${value}`));
    text.splice(1000, 0, text[999] ?? '');
    const { code, lines } = await score(`\uFEFFDate;Requests\r\n${text.join('\r\n')}`);
    expect([code, lines.length]).toEqual([0, 2882]);
    expect(lines[6]).toBe('2014-02-14 00:25:00,,0,0');
    expect(lines[2502]).toMatch(/,1$/);
  });

  it('takes the column that is named, and standard input', async () => {
    const stdin = 'time,cpu,memory\n1,2,3\n2,2,nan\n3,x,3\n';
    const named = await cli(['anomalies', '--csv', '-', '--column', 'memory'], { cwd: folder, stdin });
    expect(named).toMatchObject({
      code: 0,
      stdout: 'timestamp,value,score,anomaly\n1,3,0,0\n2,nan,0,0\n3,3,0,0\n',
    });
    const part = await cli(['anomalies', '--csv', '-', '--column', 'cpu', '--json'], { cwd: folder, stdin });
    expect(part.code).toBe(3);
    expect(part.stderr).toMatch(/1 value cell is no number and .* "x" in line 4/);
    expect(json(part).rows).toHaveLength(3);
  });

  it('names timestamps that are no times, takes them for the next step, and ends with 3', async () => {
    const text = rows.map(([time, value], i) => `${[1200, 2500].includes(i) ? 'soon' : time},${value}`);
    const { code, stderr, lines } = await score(`timestamp,value\n${text.join('\n')}\n`);
    expect([code, lines.length]).toEqual([3, 2881]);
    expect(stderr).toBe(
      'bedrock-meter: 2 timestamp cells are no times and taken for one step after the row before, ' +
        'first "soon" in line 1202\n',
    );
    expect(lines[2501]).toMatch(/^soon,.*,1$/);
  });

  it('names values and timestamps, each by its first', async () => {
    const stdin = `timestamp,value\n1,2\n${'x'.repeat(10_000)},3\n,<script>\n`;
    const { code, stderr } = await cli(['anomalies', '--csv', '-'], { cwd: folder, stdin });
    expect(code).toBe(3);
    expect(stderr.trimEnd().split('\n')).toEqual([
      'bedrock-meter: 1 value cell is no number and counted as missing, first "<script>" in line 4',
      'bedrock-meter: 2 timestamp cells are no times and taken for one step after the row before, ' +
        `first "${'x'.repeat(40)}" in line 3`,
    ]);
  });

  it.each([
    [['--csv', 'missing.csv'], /--csv missing.csv: is no file/],
    [['--csv', '-', '--column', 'valeu'], /did you mean value/],
    [['--column', 'value'], /needs --csv/],
  ])('refuses %j', async (args, message) => {
    const { code, stderr, stdout } = await cli(['anomalies', ...args], {
      cwd: folder,
      stdin: 'timestamp,value\n',
    });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});
