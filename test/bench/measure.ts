/**
 * Runs a command as its own process and measures it: wall time from start to end, processor time, peak resident memory.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';

export interface Measured {
  readonly seconds: number;
  /** Peak resident set of the process, in bytes; the largest of several. NaN where it cannot be read. */
  readonly peakBytes: number;
  /** User and system time of all threads, of all processes; to a poll's length. NaN where it cannot be read. */
  readonly cpuSeconds: number;
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
    cpuSeconds: ran.reduce((sum, each) => sum + each.cpuSeconds, 0),
    stdout: ran.map((each) => each.stdout).join(''),
  };
}

function run([program, ...args]: Command, output: 'keep' | 'discard') {
  return new Promise<{ stdout: string; peakBytes: number; cpuSeconds: number }>((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', output === 'keep' ? 'pipe' : 'ignore', 'pipe'],
      cwd: tmpdir(), // Where no configuration lies.
    });
    let stdout = '';
    let stderr = '';
    let peakBytes = Number.NaN;
    let cpuSeconds = Number.NaN;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-4000);
    });
    const poll = setInterval(() => {
      peakBytes = peakOf(child) ?? peakBytes;
      cpuSeconds = cpuOf(child) ?? cpuSeconds;
    }, POLL_MS);
    child.on('error', reject).on('close', (code) => {
      clearInterval(poll);
      if (code === 0) resolve({ stdout, peakBytes, cpuSeconds });
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

/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/** User and system time so far (Linux only): fields 14 and 15, twelve and thirteen behind the name in brackets. */
function cpuOf(child: ChildProcess): number | undefined {
  try {
    const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    // A process that has ended and is not collected yet has lost nothing of it.
    return Number.isFinite(ticks) ? ticks / TICKS_PER_SECOND : undefined;
  } catch {
    return undefined; // Ended between two polls, or no /proc here.
  }
}
