/**
 * What model invocations cost.
 * @module
 */
import type { Call } from '../../world/call.ts';
import { entryOf, type Offer, rateOf } from '../pricing/rate.ts';
import { KINDS, type Kind } from '../pricing/rate-table.ts';
import { billedService, unitOf, usageTypeOf } from '../pricing/usage-type.ts';
import { baseModelOf, scopeOf } from '../truth/metrics/model-id.ts';
import type { Bill } from './bill-line.ts';

/** Calls of provisioned models are paid for by the hour, failed ones and blocked inputs not at all. */
export function billCall(call: Call, day: string, bill: Bill): void {
  const { outcome } = call;
  const scope = scopeOf(call.modelId);
  const entry = entryOf(baseModelOf(call.modelId));
  const free = outcome.kind === 'failed' || (outcome.kind === 'blocked' && outcome.side === 'input');
  if (!entry || free || scope === 'provisioned') return;
  const { input, cacheRead, cacheWrite } = call.tokens;
  const offer: Offer = {
    entry,
    region: call.source.region,
    global: scope === 'global',
    tier: call.tier === 'flex' ? 'flex' : 'standard',
    longContext: entry.longContext !== undefined && input + cacheRead + cacheWrite > entry.longContext.above,
  };
  for (const kind of KINDS) billTokens(offer, kind, tokensOf(call, kind), call.source.account, day, bill);
}

/** Adds tokens of a kind at the day's price. */
export function billTokens(
  offer: Offer,
  kind: Kind,
  tokens: number,
  account: string,
  day: string,
  bill: Bill,
): void {
  const rate = rateOf(offer, kind, day);
  if (rate === undefined || tokens === 0) return;
  bill.add({
    service: billedService(offer),
    usageType: usageTypeOf(offer, kind),
    region: offer.region,
    account,
    recordType: 'Usage',
    quantityMicro: (BigInt(tokens) * 1_000_000n) / unitOf(offer).tokens,
    pico: BigInt(tokens) * rate,
  });
}

function tokensOf({ tokens }: Call, kind: Kind): number {
  return kind === 'cacheWrite' ? tokens.cacheWrite - tokens.cacheWrite1h : tokens[kind];
}
