import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { startAgain } from '../../../src/cli/long-lived.ts';

const argv = ['/usr/bin/node', '/app/main.js', 'serve', '--port', '1'];

describe('starting again', () => {
  it('keeps arguments and environment, and is not done twice', () => {
    const again = startAgain({ execArgv: ['--enable-source-maps'], argv, env: { HOME: '/root' } });
    expect(again?.argv).toEqual(argv);
    expect(again?.execArgv[0]).toBe('--enable-source-maps');
    expect(again?.execArgv).toContain('--expose-gc');
    expect(again?.env).toMatchObject({
      HOME: '/root',
      MALLOC_ARENA_MAX: '1',
      MALLOC_TRIM_THRESHOLD_: '65536',
    });
    expect(again && startAgain(again)).toBeNull();
  });

  it.each(['collect', 'backfill'])('is for %s, which reads objects of any size', (command) => {
    const again = startAgain({ execArgv: [], argv: ['node', 'main.js', command], env: {} });
    expect(again?.execArgv).toContain('--max-semi-space-size=4');
  });

  it('is for ingest with one pool of memory and nothing else', () => {
    const start = {
      execArgv: ['--enable-source-maps'],
      argv: ['node', 'main.js', 'ingest', 'x'],
      env: { HOME: '/' },
    };
    const again = startAgain(start);
    expect(again).toEqual({ ...start, env: { HOME: '/', MALLOC_ARENA_MAX: '1' } });
    expect(again && startAgain(again)).toBeNull();
  });

  it('is not for what answers at once', () => {
    for (const command of [['spend'], ['--config', 'serve', 'spend'], []]) {
      expect(startAgain({ execArgv: [], argv: ['node', 'main.js', ...command], env: {} })).toBeNull();
    }
  });

  it('finds the command behind the options that may stand in front of it', () => {
    for (const options of [['--config', 'c.yaml', '--json'], ['--db=serve.db'], ['--now', 'serve']]) {
      const words = ['node', 'main.js', ...options, 'serve', '--port', '0'];
      expect(startAgain({ execArgv: [], argv: words, env: {} })?.argv).toEqual(words);
    }
  });

  it('leaves what somebody has set', () => {
    const chosen = { NODE_OPTIONS: '--max-semi-space-size=64' };
    expect(startAgain({ execArgv: [], argv, env: chosen })).toBeNull();
    const own = startAgain({ execArgv: [], argv, env: { MALLOC_ARENA_MAX: '4' } });
    expect(own?.env.MALLOC_ARENA_MAX).toBe('4');
  });
});

describe('a program that starts again', () => {
  it('is the same process, with the same streams and arguments', async () => {
    const script = new URL('./begins-again.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [script, 'serve', 'a b', '"ü'], {
      env: { PATH: process.env.PATH },
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.stdin.end('a word');
    const [code] = await once(child, 'close');
    const { pid, args, heard, gc, arenas } = JSON.parse(said);
    expect([code, pid, args, heard]).toEqual([7, child.pid, ['serve', 'a b', '"ü'], 'a word']);
    expect([gc, arenas]).toEqual(['function', '1']);
  });
});
