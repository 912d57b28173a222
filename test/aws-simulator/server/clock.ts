/**
 * The simulator's clock, in milliseconds since the epoch. Credentials and signatures go by the wall clock,
 * because the SDKs check those against their own.
 * @module
 */

export interface SimulatorClock {
  now(): number;
  /** Jumps to an instant; a running clock goes on from there. */
  set(at: number): void;
  advance(milliseconds: number): void;
}

/** Starts at an instant and goes on with real time. */
export function runningClock(start: number): SimulatorClock {
  let offset = start - Date.now();
  return {
    now: () => Date.now() + offset,
    set: (at) => {
      offset = at - Date.now();
    },
    advance: (milliseconds) => {
      offset += milliseconds;
    },
  };
}

/** Stands still until told otherwise. */
export function manualClock(start: number): SimulatorClock {
  let time = start;
  return {
    now: () => time,
    set: (at) => {
      time = at;
    },
    advance: (milliseconds) => {
      time += milliseconds;
    },
  };
}
