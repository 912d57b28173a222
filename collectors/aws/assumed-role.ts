/**
 * Credentials of a role in another account. Source: IAM user guide, "Access to AWS accounts owned by third parties"
 * (ExternalId) and STS API reference, `AssumeRole`.
 * @module
 */
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { RegionId } from '../../src/domain/ids.ts';
import { httpHandler } from './http.ts';

export type CredentialProvider = ReturnType<typeof fromTemporaryCredentials>;

export interface RoleToAssume {
  readonly arn: string;
  readonly externalId?: string;
  /** Shown in the other account's CloudTrail. */
  readonly sessionName?: string;
  /** Whose STS endpoint to ask. */
  readonly region: RegionId;
  /** Of STS, where it is not AWS's own or the environment's. */
  readonly endpoint?: string;
  /** Credentials to ask with; the SDK's chain without them. */
  readonly from?: CredentialProvider;
}

/** Credentials that renew themselves before they expire. */
export function assumedRole(role: RoleToAssume): CredentialProvider {
  return fromTemporaryCredentials({
    params: {
      RoleArn: role.arn,
      RoleSessionName: role.sessionName ?? 'bedrock-meter',
      ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
    },
    clientConfig: {
      region: role.region,
      requestHandler: httpHandler(),
      ...(role.endpoint === undefined ? {} : { endpoint: role.endpoint }),
    },
    ...(role.from === undefined ? {} : { masterCredentials: role.from }),
  });
}
