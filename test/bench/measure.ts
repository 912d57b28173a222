/**
 * Runs a command as its own process and measures it: wall time from start to end, peak resident memory.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';

export interface Measured {
  readonly seconds: number;
  /** Peak resident set of the process, in bytes; the largest of several. NaN where it cannot be read. */
  readonly peakBytes: number;
  readonly stdout: string;
}

export type Command = readonly [program: string, ...args: string[]];

const POLL_MS = 10;

/** Runs commands at the same time, until the last has ended. One that fails is an error with its stderr. */
export async function measure(commands: readonly Command[], output: 'keep' | 'discard'): Promise<Measured> {
  const began = performance.now();
  const ran = await Promise.all(commands.map((command) => run(command, output)));
  return {
    seconds: (performance.now() - began) / 1000,
    peakBytes: Math.max(...ran.map((each) => each.peakBytes)),
    stdout: ran.map((each) => each.stdout).join(''),
  };
}

function run([program, ...args]: Command, output: 'keep' | 'discard') {
  return new Promise<{ stdout: string; peakBytes: number }>((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', output === 'keep' ? 'pipe' : 'ignore', 'pipe'],
      cwd: tmpdir(), // Where no configuration lies.
    });
    let stdout = '';
    let stderr = '';
    let peakBytes = Number.NaN;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-4000);
    });
    const poll = setInterval(() => {
      peakBytes = peakOf(child) ?? peakBytes;
    }, POLL_MS);
    child.on('error', reject).on('close', (code) => {
      clearInterval(poll);
      if (code === 0) resolve({ stdout, peakBytes });
      else reject(new Error(`${program} ${args.slice(0, 3).join(' ')} … ended with ${code}: ${stderr}`));
    });
  });
}

/** The kernel's high-water mark so far (Linux only). */
function peakOf(child: ChildProcess): number | undefined {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    const kilobytes = /^VmHWM:\s*(\d+) kB/m.exec(status)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined; // Ended between two polls, or no /proc here.
  }
}
