/**
 * Whose account it is: said by the role, else asked of STS, which every caller may do.
 * @module
 */
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ask } from '../../../collectors/aws/index.ts';
import { configuredId } from '../../config/accounts.ts';
import { CollectFault } from '../../domain/collector.ts';
import { type AccountId, accountId, regionId } from '../../domain/ids.ts';
import type { Account } from './accounts.ts';

const NO_CREDENTIALS =
  'give AWS credentials: a role of the machine, AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';

export interface Identity {
  /** The account's id: AWS's word, or the configuration's where AWS cannot be asked. @throws CollectFault */
  readonly id: () => Promise<AccountId>;
  /** Null: AWS says now that these are its credentials. Else why it does not. */
  readonly doubt: () => Promise<CollectFault | null>;
}

/** An account's identity, asked once it has been told; a failure is not kept. */
export function identityOf(account: Account): Identity {
  const { config } = account;
  const configured = configuredId(config);
  let told: AccountId | undefined;
  const learn = async (): Promise<AccountId> => {
    told ??= await askedIdentity(account, configured);
    account.name(told);
    return told;
  };
  // The role's ARN says it; only whether it can be assumed is open, now and with every renewal.
  if (config.role && configured !== undefined) {
    const { arn } = config.role;
    return { id: async () => accountId(configured), doubt: () => doubtOf(assume(account, arn)) };
  }
  const id = () =>
    learn().catch((error: unknown) => {
      const noted = error instanceof CollectFault && error.kind !== 'denied';
      if (noted && configured !== undefined) return accountId(configured);
      throw error;
    });
  return { id, doubt: () => doubtOf(learn()) };
}

const assume = (account: Account, arn: string): Promise<unknown> =>
  ask({ action: 'sts:AssumeRole', resource: arn }, account.credentials);

async function doubtOf(asked: Promise<unknown>): Promise<CollectFault | null> {
  try {
    await asked;
    return null;
  } catch (error) {
    if (error instanceof CollectFault) return error;
    throw error;
  }
}

async function askedIdentity(account: Account, configured: string | undefined): Promise<AccountId> {
  const found = await askIdentity(account);
  if (configured !== undefined && found !== configured) {
    throw new CollectFault('denied', `the credentials are those of account ${found}, not of ${configured}`, {
      hint: `name a role of ${configured} in accounts, or correct the id of ${account.config.name}`,
    });
  }
  return accountId(found);
}

/** @throws CollectFault with what to do about the credentials */
export async function askIdentity(account: Account): Promise<string> {
  const { sts } = account.in(regionId(account.config.regions[0] ?? 'us-east-1'));
  const doing = { action: 'sts:GetCallerIdentity' };
  try {
    const { Account: id } = await ask(doing, () => sts.send(new GetCallerIdentityCommand({})));
    if (id === undefined)
      throw new CollectFault('misread', 'sts:GetCallerIdentity: no account in the answer');
    return id;
  } catch (error) {
    if (!(error instanceof CollectFault) || !/CredentialsProviderError/.test(error.message)) throw error;
    throw new CollectFault('denied', 'no AWS credentials were found', { hint: NO_CREDENTIALS, cause: error });
  }
}
