/**
 * The story of the agent in a loop, in calls.
 * @module
 */

import { SOURCES } from './accounts.ts';
import { WORKLOADS } from './applications.ts';
import type { Call } from './call.ts';
import { HOUR } from './clock.ts';
import { drawCall } from './draw-call.ts';
import { Random } from './random.ts';
import { AGENT_LOOP } from './stories.ts';

const SECONDS_PER_STEP = 25;
/** Steps of one attempt at the turn; then the agent starts it again from its first message. */
const STEPS = 40;

/**
 * The loop's calls within an hour, in order; none outside its window. One session all along.
 * @param root the world's generator; only its key is used
 */
export function drawAgentLoop(hour: number, root: Random, end: number): Call[] {
  const { from, to } = AGENT_LOOP(end);
  const work = WORKLOADS.find((each) => each.name === 'order-agent');
  if (!work || to <= hour * HOUR || from >= (hour + 1) * HOUR) return [];
  const own = root.split('agent-loop');
  const identity = work.callers(new Random(own.key), SOURCES[work.source].account);
  const sizes = new Random('agent-loop sizes');
  const turns = Array.from({ length: STEPS }, () => Math.round(sizes.lognormal(1400, 0.3)));
  const calls: Call[] = [];
  for (let at = Math.max(from, hour * HOUR); at < Math.min(to, (hour + 1) * HOUR); at++) {
    if ((at - from) % SECONDS_PER_STEP !== 0) continue;
    const step = ((at - from) / SECONDS_PER_STEP) % STEPS;
    const said = { at, identity, label: 'agent-loop', turns: turns.slice(0, step + 1), last: false };
    calls.push(drawCall(work, said, {}, own.split(at)));
  }
  return calls;
}
