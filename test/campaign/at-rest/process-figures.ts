/**
 * What the kernel says of a process (Linux): resident memory and time on the processors.
 * @module
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { median, quantile } from '../../bench/report.ts';

/** Ticks of `/proc/PID/stat` in a second: fixed on every architecture that Node runs on. */
const TICKS_PER_SECOND = 100;
const SAMPLE_MILLISECONDS = 5_000;

/** Resident memory in MB (10^6 bytes), sampled every five seconds; CPU as a share of one core. */
export interface ProcessFigures {
  readonly seconds: number;
  readonly medianMb: number;
  readonly p95Mb: number;
  readonly maxMb: number;
  readonly lastMb: number;
  readonly cpuShare: number;
}

/** Resident memory now, in MB. */
export function residentMb(pid: number): number {
  const kilobytes = /^VmRSS:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (Number(kilobytes) * 1024) / 1e6;
}

/** Time on the processors since the process began, in seconds. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name, in parentheses, may hold anything; fields 14 and 15 are user and system time.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Watches a process for so long. */
export async function observe(pid: number, seconds: number): Promise<ProcessFigures> {
  const [began, cpuBefore] = [performance.now(), cpuSeconds(pid)];
  const samples = [residentMb(pid)];
  while (performance.now() - began < seconds * 1000) {
    await sleep(Math.min(SAMPLE_MILLISECONDS, Math.max(1, seconds * 1000 - (performance.now() - began))));
    samples.push(residentMb(pid));
  }
  const took = (performance.now() - began) / 1000;
  return {
    seconds: Math.round(took),
    medianMb: Math.round(median(samples)),
    p95Mb: Math.round(quantile(samples, 0.95)),
    maxMb: Math.round(Math.max(...samples)),
    lastMb: Math.round(samples.at(-1) ?? Number.NaN),
    cpuShare: Number(((cpuSeconds(pid) - cpuBefore) / took).toFixed(4)),
  };
}
