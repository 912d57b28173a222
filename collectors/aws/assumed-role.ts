/**
 * Credentials of a role in another account. Source: IAM user guide, "Access to AWS accounts owned by third parties"
 * (ExternalId) and STS API reference, `AssumeRole`.
 * @module
 */
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { RegionId } from '../../src/domain/ids.ts';
import type { AwsClient } from './count-calls.ts';
import { type HttpLimits, httpHandler } from './http.ts';

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
  /** How long STS may take. */
  readonly http?: HttpLimits;
  /** Counts and paces what is sent. */
  readonly watch?: (client: AwsClient) => unknown;
}

/** Credentials that renew themselves before they expire. */
export function assumedRole(role: RoleToAssume): CredentialProvider {
  const { watch } = role;
  return fromTemporaryCredentials({
    params: {
      RoleArn: role.arn,
      RoleSessionName: role.sessionName ?? 'bedrock-meter',
      ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
    },
    clientConfig: {
      region: role.region,
      requestHandler: httpHandler(role.http),
      ...(role.endpoint === undefined ? {} : { endpoint: role.endpoint }),
    },
    ...(watch === undefined ? {} : { clientPlugins: [watching(watch)] }),
    ...(role.from === undefined ? {} : { masterCredentials: role.from }),
  });
}

/**
 * The provider keeps a client of its own, of which only the middleware can be had; it applies its plugins again with
 * every renewal, and no middleware may be added twice.
 */
function watching(watch: (client: AwsClient) => unknown) {
  const watched = new WeakSet<object>();
  return {
    applyToStack: (middlewareStack: AwsClient['middlewareStack']): void => {
      if (watched.has(middlewareStack)) return;
      watched.add(middlewareStack);
      watch({ config: { serviceId: 'STS' }, middlewareStack });
    },
  };
}
