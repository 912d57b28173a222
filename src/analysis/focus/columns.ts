/**
 * Columns of the FOCUS-shaped export: those of FOCUS 1.2 (specification v1.2, "Columns"), then this product's own with `x_`.
 * A cell is null where nothing is known; a decimal is text, exact.
 * @module
 */
import type { ModelCard } from '../../../pricing/catalog-rows.ts';
import { type AttoUsdPerUnit, formatRate, type NanoUsd, usdString } from '../../domain/money.ts';
import { isoInstant, monthOf } from '../../domain/time.ts';
import type { Charge } from '../charges.ts';
import { meterOf, promptSize, resourceOf, skuIds, skuPriceDetails, tokenTypeOf } from './charge-text.ts';
import { REGION_NAMES } from './region-names.ts';
import { isTokens, unitName } from './units.ts';

/** What ids are called, for people. */
export interface FocusNames {
  /** By account id, as far as they are known. */
  readonly accounts: ReadonlyMap<string, string>;
  /** By base model id. */
  readonly models: ReadonlyMap<string, Pick<ModelCard, 'name' | 'provider'>>;
}

export type FocusCell = string | number | null;
type Cell = (charge: Charge, names: FocusNames) => FocusCell;

const always =
  (text: string): Cell =>
  () =>
    text;
const money = (of: (charge: Charge) => NanoUsd | null): Cell => {
  return (charge) => {
    const amount = of(charge);
    return amount === null ? null : usdString(amount);
  };
};
const effective = money((charge) => charge.cost);
const accountId: Cell = (charge) => charge.account;
const accountName: Cell = (charge, { accounts }) => accounts.get(charge.account) ?? null;

/** Tokens are priced by the million, everything else one by one. */
const TOKENS_PRICED = 1_000_000;
const price = (of: (charge: Charge) => AttoUsdPerUnit | null): Cell => {
  return (charge) => {
    const rate = of(charge);
    return rate === null ? null : formatRate(rate, isTokens(charge) ? TOKENS_PRICED : 1);
  };
};

/** In the order of the file. */
const COLUMNS: readonly (readonly [name: string, cell: Cell])[] = [
  ['BilledCost', effective],
  ['BillingAccountId', accountId],
  ['BillingAccountName', accountName],
  ['BillingCurrency', always('USD')],
  ['BillingPeriodEnd', ({ from }) => isoInstant(monthOf(from).to)],
  ['BillingPeriodStart', ({ from }) => isoInstant(monthOf(from).from)],
  ['ChargeCategory', always('Usage')],
  ['ChargeClass', () => null],
  ['ChargeDescription', description],
  ['ChargeFrequency', always('Usage-Based')],
  ['ChargePeriodEnd', ({ to }) => isoInstant(to)],
  ['ChargePeriodStart', ({ from }) => isoInstant(from)],
  ['ConsumedQuantity', ({ quantity }) => quantity],
  ['ConsumedUnit', (charge) => unitName(charge)],
  ['ContractedCost', effective],
  ['ContractedUnitPrice', price(({ rate }) => rate)],
  ['EffectiveCost', effective],
  ['InvoiceIssuerName', always('AWS')],
  ['ListCost', money(({ listCost }) => listCost)],
  ['ListUnitPrice', price(({ listRate }) => listRate)],
  ['PricingCategory', ({ reason }) => (reason === 'billed-by-the-hour' ? 'Committed' : 'Standard')],
  ['PricingQuantity', (charge) => (isTokens(charge) ? millions(charge.quantity) : charge.quantity)],
  ['PricingUnit', (charge) => (isTokens(charge) ? `${TOKENS_PRICED} Tokens` : unitName(charge))],
  ['ProviderName', always('AWS')],
  ['PublisherName', ({ sku }, { models }) => (sku.model && models.get(sku.model)?.provider) || 'AWS'],
  ['RegionId', ({ sku }) => sku.region],
  ['RegionName', ({ sku }) => REGION_NAMES.get(sku.region) ?? null],
  ['ResourceId', (charge) => resourceOf(charge).id],
  ['ResourceType', (charge) => resourceOf(charge).type],
  ['ServiceCategory', always('AI and Machine Learning')],
  ['ServiceName', always('Amazon Bedrock')],
  ['ServiceSubcategory', always('Generative AI')],
  ['SkuId', (charge) => skuIds(charge).sku],
  ['SkuMeter', meterOf],
  ['SkuPriceDetails', skuPriceDetails],
  ['SkuPriceId', (charge) => skuIds(charge).price],
  ['SubAccountId', accountId],
  ['SubAccountName', accountName],
  ['Tags', ({ tags }) => JSON.stringify(Object.fromEntries(tags))],
  ['x_AgentId', ({ agent }) => agent],
  ['x_Batch', ({ sku }) => String(sku.batch)],
  ['x_CostBasis', ({ cost }) => (cost === null ? null : 'estimate')],
  ['x_LatencyMode', ({ sku }) => sku.latency],
  ['x_Model', ({ sku }) => sku.model],
  ['x_ModelId', ({ modelId }) => modelId],
  ['x_PriceVersion', ({ cost, priceVersion }) => (cost === null ? null : priceVersion)],
  ['x_PrincipalArn', ({ principal }) => principal],
  ['x_PromptTokens', (charge) => promptSize(charge)],
  ['x_Scope', ({ sku }) => sku.scope],
  ['x_ServiceTier', ({ sku }) => sku.tier],
  ['x_TokenType', tokenTypeOf],
  ['x_UnpricedReason', ({ reason }) => reason],
];

export const FOCUS_COLUMNS: readonly string[] = COLUMNS.map(([name]) => name);

/** The cells of a charge, in the order of {@link FOCUS_COLUMNS}. */
export function focusRow(charge: Charge, names: FocusNames): FocusCell[] {
  return COLUMNS.map(([, cell]) => cell(charge, names));
}

/** Exact millions with six decimals. */
function millions(quantity: number): string {
  const text = String(quantity).padStart(7, '0');
  return `${text.slice(0, -6)}.${text.slice(-6)}`;
}

/** `Claude Sonnet 4.5, input tokens, geo, batch`. */
function description(charge: Charge, { models }: FocusNames): string {
  const { model, scope, tier, latency, batch } = charge.sku;
  const name = (model && models.get(model)?.name) || model || charge.modelId;
  const how = [
    scope,
    tier === 'standard' ? '' : `tier ${tier}`,
    latency === 'standard' ? '' : `latency ${latency}`,
    batch ? 'batch' : '',
  ];
  const meter = meterOf(charge);
  return [name, `${meter.slice(0, 1).toLowerCase()}${meter.slice(1)}`, ...how]
    .filter((part) => part !== '')
    .join(', ');
}
