/**
 * Whose access keys are whose. `AKIA` and twelve digits is a user of that account, any other key one of the
 * home account; `ASIA` and twelve digits comes with a session token, which says the rest.
 * @module
 */

import type { Credential } from './wire/authorization.ts';
import { Refused } from './wire/aws-error.ts';
import type { Caller } from './wire/service.ts';

interface Session {
  readonly arn: string;
  /** By the wall clock, as the SDKs see it. */
  readonly expires: number;
}

export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Keys for a role session. */
export function issueSession(account: string, session: Session): SessionCredentials {
  return {
    accessKeyId: `ASIA${account}SIMU`,
    secretAccessKey: 'made-up-secret-of-the-simulator',
    sessionToken: Buffer.from(JSON.stringify(session)).toString('base64'),
  };
}

/** @throws Refused for session keys that are over, or without their token */
export function callerOf(credential: Credential, home: string): Caller {
  const { accessKeyId, region } = credential;
  const match = /^(AKIA|ASIA)(\d{12})/.exec(accessKeyId);
  const account = match?.[2] ?? home;
  if (match?.[1] !== 'ASIA') return { account, region, arn: `arn:aws:iam::${account}:user/operator` };
  const session = sessionOf(credential.sessionToken);
  if (Date.now() >= session.expires) {
    throw new Refused('expired-credentials', 'The security token included in the request is expired');
  }
  return { account, region, arn: session.arn };
}

function sessionOf(token: string | null): Session {
  const text = Buffer.from(token ?? '', 'base64').toString();
  const match = /^\{"arn":"([^"]+)","expires":(\d+)\}$/.exec(text);
  if (!match) {
    throw new Refused('unknown-credentials', 'The security token included in the request is invalid.');
  }
  return { arn: match[1] ?? '', expires: Number(match[2]) };
}
