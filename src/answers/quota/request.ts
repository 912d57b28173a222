/**
 * The question of `quota` as text, from flags or query parameters.
 * @module
 */
import { WINDOWS, type WindowName } from '../../analysis/quota/status.ts';
import { UsageError } from '../../domain/errors.ts';
import { didYouMean } from '../../domain/nearest.ts';

export interface QuotaText {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly window?: string | undefined;
}

export interface QuotaRequest {
  readonly account?: string;
  readonly region?: string;
  /** Over which window states and utilisation are. */
  readonly window: WindowName;
}

const NAMES: Readonly<Record<string, WindowName>> = { '1h': 'hour', '24h': 'day', '7d': 'week' };
/** As people write a window. */
export const windowText = (window: WindowName): string =>
  Object.keys(NAMES).find((key) => NAMES[key] === window) ?? window;

/**
 * @param name how the source writes a parameter: `--window` in the CLI, `window` in a query
 * @throws UsageError naming the parameter, its value and what would be right
 */
export function parseQuotaRequest(text: QuotaText, name: (key: string) => string): QuotaRequest {
  const { window = '24h' } = text;
  const known = Object.hasOwn(NAMES, window) ? NAMES[window] : undefined;
  const byName = Object.hasOwn(WINDOWS, window) ? (window as WindowName) : undefined;
  const chosen = known ?? byName;
  if (chosen === undefined) {
    const near = didYouMean(window, Object.keys(NAMES));
    throw new UsageError(`${name('window')} ${window}: not 1h, 24h or 7d${near}`);
  }
  return {
    ...(text.account === undefined ? {} : { account: text.account }),
    ...(text.region === undefined ? {} : { region: text.region }),
    window: chosen,
  };
}
