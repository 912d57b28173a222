/**
 * The signature of a webhook: whoever knows the secret can tell that a message is ours, and not an old one sent again.
 * @module
 */
import { createHmac } from 'node:crypto';

export const TIMESTAMP_HEADER = 'x-bedrock-meter-timestamp';
export const SIGNATURE_HEADER = 'x-bedrock-meter-signature';

/** `sha256=` and the hexadecimal HMAC-SHA256 of `timestamp.body`; the timestamp is Unix seconds. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}
