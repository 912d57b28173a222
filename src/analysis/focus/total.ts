/**
 * The sums of an export: what its reader should find when adding it up.
 * @module
 */
import { addUsd, type NanoUsd, usdString, ZERO_USD } from '../../domain/money.ts';
import type { Charge } from '../charges.ts';
import { isTokens } from './units.ts';

export class FocusTotal {
  rows = 0;
  effectiveCost: NanoUsd = ZERO_USD;
  listCost: NanoUsd = ZERO_USD;
  tokens = 0;
  units = 0;
  readonly unpriced = { rows: 0, tokens: 0, units: 0 };

  add(charges: readonly Charge[]): void {
    for (const charge of charges) {
      const { cost, listCost, quantity } = charge;
      const counted = isTokens(charge) ? 'tokens' : 'units';
      this.rows += 1;
      this[counted] += quantity;
      if (cost === null) {
        this.unpriced.rows += 1;
        this.unpriced[counted] += quantity;
      }
      this.effectiveCost = addUsd(this.effectiveCost, cost ?? ZERO_USD);
      this.listCost = addUsd(this.listCost, listCost ?? ZERO_USD);
    }
  }

  json() {
    const { rows, effectiveCost, listCost, tokens, units, unpriced } = this;
    return {
      ...{ rows, effectiveCost: usdString(effectiveCost), listCost: usdString(listCost) },
      ...{ tokens, units, unpriced },
    };
  }
}
