/**
 * AssumeRole into the role `bedrock-meter` of any of the world's accounts (STS API Reference). The session runs
 * out by the wall clock, which is what the SDKs go by.
 * @module
 */
import { z } from 'zod';
import { ACCOUNTS } from '../../world/accounts.ts';
import { issueSession } from '../credentials.ts';
import { Refused } from '../wire/aws-error.ts';
import { operation } from '../wire/service.ts';

const input = z.object({
  RoleArn: z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/),
  RoleSessionName: z.string().regex(/^[\w+=,.@-]{2,64}$/),
  ExternalId: z.string().optional(),
  DurationSeconds: z.coerce.number().int().min(900).max(43_200).optional(),
});

const ROLE = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?bedrock-meter$/;

export const assumeRole = operation(input, (asked, { simulator, arn: caller }) => {
  const { RoleArn, RoleSessionName, ExternalId, DurationSeconds = 3600 } = asked;
  const account = ROLE.exec(RoleArn)?.[1];
  const accounts: readonly string[] = Object.values(ACCOUNTS);
  if (account === undefined || !accounts.includes(account) || ExternalId !== simulator.externalId) {
    throw new Refused(
      'access-denied',
      `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
    );
  }
  const arn = `arn:aws:sts::${account}:assumed-role/bedrock-meter/${RoleSessionName}`;
  const expires = Date.now() + DurationSeconds * 1000;
  const { accessKeyId, secretAccessKey, sessionToken } = issueSession(account, { arn, expires });
  return {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: new Date(expires).toISOString(),
    },
    AssumedRoleUser: { AssumedRoleId: `AROASIMULATOREXAMPLE:${RoleSessionName}`, Arn: arn },
  };
});
