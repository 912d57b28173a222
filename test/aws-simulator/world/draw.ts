/**
 * Draws one workload's calls in one hour: sessions, their steps, and what is tried again.
 * @module
 */
import { SOURCES } from './accounts.ts';
import type { Call } from './call.ts';
import { HOUR, hourOf } from './clock.ts';
import { drawCall, drawSize, type Step } from './draw-call.ts';
import { Random } from './random.ts';
import { activity } from './rhythm.ts';
import { effectOn } from './stories.ts';
import { DEFAULT_RATE, type Workload } from './workload.ts';

export interface Times {
  /** Calls per hour, on average over the week around `end`. */
  readonly rate: number;
  /** Where the history ends: growth and stories are placed by it. */
  readonly end: number;
}

/** How many prompts a workload that repeats itself has. */
const STANDING_PROMPTS = 12;

/**
 * The calls of one hour, in no order.
 * @param root the world's generator; only its key is used
 */
export function drawHour(work: Workload, hour: number, root: Random, times: Times): Call[] {
  const own = root.split(work.name);
  const start = hour * HOUR;
  const { traffic = 1 } = effectOn(work.name, { from: start, to: start + HOUR }, times.end);
  const busy = activity(work.rhythm, hour, times.end, own, work.weeklyGrowth);
  const mean = times.rate * work.share * traffic * busy;
  const random = own.split(`calls ${hour}`);
  const calls: Call[] = [];
  if (work.everySeconds !== undefined) return drawByTheClock(work, work.everySeconds, start, random, times);
  for (let n = random.poisson(mean / (work.session?.steps ?? 1)); n > 0; n--) {
    drawSession(work, start, random, times, calls);
  }
  return calls;
}

/** A call every so many seconds, a little late each time. */
function drawByTheClock(
  work: Workload,
  everySeconds: number,
  start: number,
  random: Random,
  times: Times,
): Call[] {
  const every = Math.max(1, Math.round((everySeconds * DEFAULT_RATE) / times.rate));
  const calls: Call[] = [];
  for (let at = start; at + every <= start + HOUR; at += every) {
    const { label, tokens } = drawOpening(work, random);
    const identity = work.callers(random, SOURCES[work.source].account);
    const step = {
      at: at + random.int(Math.max(1, every / 4)),
      identity,
      label,
      turns: [tokens],
      last: true,
    };
    drawAttempts(work, step, random, times, calls);
  }
  return calls;
}

function drawSession(work: Workload, start: number, random: Random, times: Times, calls: Call[]): void {
  const { session } = work;
  const steps = session ? 1 + random.poisson(session.steps - 1) : 1;
  const gap = session?.gap ?? 0;
  const identity = work.callers(random, SOURCES[work.source].account);
  const opening = drawOpening(work, random);
  const turns = [opening.tokens];
  // A session stays within its hour, so that no hour depends on the one before.
  let at = start + random.int(Math.max(1, HOUR - steps * gap * 2));
  for (let step = 0; step < steps && hourOf(at) * HOUR === start; step++) {
    if (session && step > 0) turns.push(drawSize(session.growth, random));
    const last = step + 1 === steps;
    drawAttempts(
      work,
      { at, identity, label: opening.label, turns: turns.slice(), last },
      random,
      times,
      calls,
    );
    at += Math.round(gap * (0.4 + 1.6 * random.unit()));
  }
}

/** The first message: one of a few that never change, or new. */
function drawOpening(work: Workload, random: Random): { label: string; tokens: number } {
  if (work.repeats !== undefined && random.chance(work.repeats)) {
    const label = `${work.name} standing ${random.int(STANDING_PROMPTS)}`;
    return { label, tokens: drawSize(work.prompt, new Random(label)) };
  }
  return { label: `${work.name} ${random.hex(2)}`, tokens: drawSize(work.prompt, random) };
}

/** Tries of a call that is refused each time. */
const REFUSED_TRIES = 4;

/** A call; one that is denied is tried again and again. */
function drawAttempts(work: Workload, step: Step, random: Random, times: Times, calls: Call[]): void {
  const effect = effectOn(work.name, { from: step.at, to: step.at + 1 }, times.end);
  if (!work.denied) {
    calls.push(drawCall(work, step, effect, random));
    return;
  }
  for (let { at } = step, tries = 0; tries < REFUSED_TRIES && hourOf(at) === hourOf(step.at); tries++) {
    calls.push(drawCall(work, { ...step, at }, effect, random, 'AccessDeniedException'));
    at += 1 + random.int(3);
  }
}
