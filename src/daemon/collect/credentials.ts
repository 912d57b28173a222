/**
 * One set of credentials for all clients of an account, so that a role is assumed once and not by each of them.
 * @module
 */
import type { CredentialProvider } from '../../../collectors/aws/index.ts';

/** Renewed this long before they expire. */
const AHEAD_MILLISECONDS = 300_000;

/** The provider, asked again only when what it gave is about to expire; a failure is not kept. */
export function shared(provider: CredentialProvider, clock: () => number): CredentialProvider {
  let kept: ReturnType<CredentialProvider> | undefined;
  let until = 0;
  return async (...properties) => {
    if (kept !== undefined && clock() < until) return kept;
    until = Number.POSITIVE_INFINITY;
    kept = provider(...properties);
    try {
      const { expiration } = await kept;
      if (expiration) until = expiration.getTime() - AHEAD_MILLISECONDS;
    } catch (error) {
      kept = undefined;
      throw error;
    }
    return kept;
  };
}
