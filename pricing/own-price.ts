/**
 * One of the user's own prices, as lists show it.
 * @module
 */
import type { BaseModelId } from '../src/domain/ids.ts';
import type { PriceScope, RateClass } from './rates.ts';

export interface OwnPrice {
  readonly model: BaseModelId;
  /** Null: every scope but custom models. */
  readonly scope: PriceScope | null;
  /** Null: every Region. */
  readonly region: string | null;
  readonly tier: RateClass;
  /** ISO instant; null: always. */
  readonly from: string | null;
  /** Exact decimals by token kind, as written. */
  readonly usdPerMillion: Readonly<Record<string, string>>;
  /** USD for one, by unit. */
  readonly usdPerUnit: Readonly<Record<string, string>>;
  /** The model is known from the configuration only. */
  readonly newModel: boolean;
  /** `pricing.overrides[0]`. */
  readonly key: string;
}
