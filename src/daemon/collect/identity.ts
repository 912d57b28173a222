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

/** The account's id, asked once it has been told; a failure is not kept. */
export function identityOf(account: Account): () => Promise<AccountId> {
  let known: AccountId | undefined;
  return async () => {
    known ??= await findIdentity(account);
    account.name(known);
    return known;
  };
}

async function findIdentity(account: Account): Promise<AccountId> {
  const { config } = account;
  const configured = configuredId(config);
  // The role's ARN says it, and assuming the role is what fails if that is wrong.
  if (config.role && configured !== undefined) return accountId(configured);
  const found = await askIdentity(account).catch((error: unknown) => {
    const noted = error instanceof CollectFault && error.kind !== 'denied';
    if (noted && configured !== undefined) return configured;
    throw error;
  });
  if (configured !== undefined && found !== configured) {
    throw new CollectFault('denied', `the credentials are those of account ${found}, not of ${configured}`, {
      hint: `name a role of ${configured} in accounts, or correct the id of ${config.name}`,
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
