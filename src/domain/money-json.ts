/**
 * Plain data with money as JSON text, and back: nano-dollars are integers that JSON has no form for, and are written as
 * `{"$nano": "…"}`.
 * @module
 */
import { nanoUsd } from './money.ts';

export const toMoneyJson = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'bigint' ? { $nano: inner.toString() } : inner,
  );

/** What {@link toMoneyJson} wrote. @throws SyntaxError for text that is no JSON */
export const fromMoneyJson = (text: string): unknown => JSON.parse(text, revive);

function revive(_: string, value: unknown): unknown {
  const isNano =
    typeof value === 'object' && value !== null && '$nano' in value && typeof value.$nano === 'string';
  return isNano ? nanoUsd(BigInt(value.$nano as string)) : value;
}
