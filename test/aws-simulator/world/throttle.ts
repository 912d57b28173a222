/**
 * The story of the Monday throttle, in calls: requests come in bursts, and each reserves its whole `max_tokens` until
 * it has been answered. Source of the rule: AWS re:Post, "How are tokens counted in Amazon Bedrock": at the start input
 * and max_tokens are deducted, at the end what was used, output times its burndown rate, and the rest is given back.
 * @module
 */
import { type Call, NO_TOKENS } from './call.ts';
import { HOUR, hourOf } from './clock.ts';
import type { Random } from './random.ts';

/** Tokens a minute that the support assistant's account has for its model. */
export const SUPPORT_QUOTA = 120_000;
/** Of Claude Sonnet 5 and 5.5 ("Token burndown rates" in the Bedrock User Guide, 2026-10). */
const BURNDOWN = 10;
/** All calls of a minute come within its first seconds. */
const BURST_SECONDS = 3;
const MOST_TRIES = 6;

interface Try {
  readonly call: Call;
  readonly tries: number;
}

/** What a call reserves when it begins. */
export const reservedBy = ({ tokens, maxTokens }: Call): number =>
  tokens.input + tokens.cacheRead + tokens.cacheWrite + (maxTokens ?? 0);

/** What a call has used of its quota when it is over. */
export const settledBy = ({ tokens }: Call): number =>
  tokens.input + tokens.cacheWrite + tokens.output * BURNDOWN;

/**
 * Moves the calls of an hour into bursts and lets the quota refuse what does not fit: a refused call is one of its own
 * and the same is tried again a few seconds later.
 */
export function throttle(calls: readonly Call[], quota: number, random: Random): Call[] {
  const waiting: Try[] = calls
    .map((call) => ({ call: inBurst(call, random), tries: 1 }))
    // The next one stands last.
    .sort((x, y) => y.call.at - x.call.at);
  const done: Call[] = [];
  const running: { until: number; call: Call }[] = [];
  const settled = new Map<number, number>();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { call, tries } = next;
    for (const over of running.filter(({ until }) => until <= call.at)) {
      running.splice(running.indexOf(over), 1);
      const minute = Math.floor(over.until / 60);
      settled.set(minute, (settled.get(minute) ?? 0) + settledBy(over.call));
    }
    const held = running.reduce((sum, one) => sum + reservedBy(one.call), 0);
    const used = settled.get(Math.floor(call.at / 60)) ?? 0;
    if (call.outcome.kind === 'failed') {
      done.push(call);
      continue;
    }
    if (used + held + reservedBy(call) <= quota) {
      done.push(call);
      running.push({ until: call.at + Math.ceil(call.latencyMs / 1000), call });
      continue;
    }
    done.push(refused(call, random));
    const at = call.at + 1 + random.int(2 ** Math.min(tries, 4));
    if (tries < MOST_TRIES && hourOf(at) === hourOf(call.at)) {
      insert(waiting, { call: { ...call, at }, tries: tries + 1 });
    }
  }
  return done;
}

/** Behind all that come later, and before those of the same moment, which were there first. */
function insert(waiting: Try[], one: Try): void {
  let [low, high] = [0, waiting.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((waiting[middle]?.call.at ?? 0) > one.call.at) low = middle + 1;
    else high = middle;
  }
  waiting.splice(low, 0, one);
}

function inBurst(call: Call, random: Random): Call {
  const minute = call.at - (call.at % 60);
  return { ...call, at: Math.min(minute + random.int(BURST_SECONDS), (hourOf(call.at) + 1) * HOUR - 1) };
}

const refused = (call: Call, random: Random): Call => ({
  ...call,
  requestId: random.uuid(),
  outcome: { kind: 'failed', errorCode: 'ThrottlingException' },
  tokens: NO_TOKENS,
  inferenceRegion: null,
  images: 0,
  toolUses: 0,
  firstByteMs: 20,
  latencyMs: 25,
});
