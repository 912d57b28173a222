/**
 * The `Authorization` header of Signature Version 4. Only its form is checked, not the signature: the simulator
 * knows no secrets (AWS General Reference, "Elements of an AWS API request signature").
 * @module
 */
import { Refused } from './aws-error.ts';

export interface Credential {
  readonly accessKeyId: string;
  readonly region: string;
  /** The service's signing name. */
  readonly service: string;
  readonly sessionToken: string | null;
}

const HEADER =
  /^AWS4-(?:HMAC-SHA256|ECDSA-P256-SHA256) +Credential=([A-Za-z0-9_-]+)\/(\d{8})\/([a-z0-9-]*)\/([a-z0-9-]+)\/aws4_request, *SignedHeaders=[a-z0-9;-]+, *Signature=[0-9a-f]+$/;

/** Who signed, for which service and Region. @throws Refused without a header or with one that is garbled */
export function credentialOf(headers: Headers): Credential {
  const header = headers.get('authorization');
  if (header === null) throw new Refused('missing-authentication', 'Missing Authentication Token');
  const match = HEADER.exec(header.trim());
  if (!match) {
    throw new Refused(
      'garbled-authentication',
      "Authorization header requires 'Credential', 'Signature' and 'SignedHeaders' parameters.",
    );
  }
  const [, accessKeyId = '', , region = '', service = ''] = match;
  return { accessKeyId, region, service, sessionToken: headers.get('x-amz-security-token') };
}

/** The signing name as far as a garbled header tells it. */
export function claimedService(headers: Headers): string | undefined {
  return /\/([a-z0-9-]+)\/aws4_request/.exec(headers.get('authorization') ?? '')?.[1];
}
