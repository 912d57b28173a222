/**
 * The token and what a signed-in browser holds in its place.
 * @module
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Config } from '../../src/config/schema.ts';

export const SESSION_COOKIE = 'bedrock-meter-session';

/** The token that is asked for; undefined when the dashboard is open. */
export const tokenOf = (config: Config): string | undefined => config.server.auth?.token;

/** Compares in constant time, whatever the lengths. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** What the cookie holds: proof of having known the token. It ends when the token changes. */
export function sessionOf(token: string): string {
  return createHmac('sha256', token).update('bedrock-meter session').digest('base64url');
}
