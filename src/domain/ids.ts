/**
 * Branded identifiers: plain strings and numbers at run time, distinct types at compile time.
 * They are made at the edge, where input has been checked, and trusted inside.
 * @module
 */

declare const brand: unique symbol;
type Brand<T, B extends string> = T & { readonly [brand]: B };

/** Twelve digits, as in `123456789012`. */
export type AccountId = Brand<string, 'AccountId'>;
/** AWS Region code, as in `eu-west-1`. The source (calling) Region unless said otherwise. */
export type RegionId = Brand<string, 'RegionId'>;
/** Base model id without scope prefix, as in `anthropic.claude-haiku-4-5-20251001-v1:0`. */
export type BaseModelId = Brand<string, 'BaseModelId'>;
/** What the caller passed as model id: an id or an ARN, with its prefix. */
export type CalledModelId = Brand<string, 'CalledModelId'>;

export const accountId = (text: string): AccountId => text as AccountId;
export const regionId = (text: string): RegionId => text as RegionId;
export const baseModelId = (text: string): BaseModelId => text as BaseModelId;
export const calledModelId = (text: string): CalledModelId => text as CalledModelId;

/** Identifiers as AWS writes them; anything else in their place is not a Bedrock record. */
export const ACCOUNT_PATTERN = /^\d{12}$/;
export const REGION_PATTERN = /^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/;
