/**
 * Which accounts are read, how, and which of their sources.
 * @module
 */
import { z } from 'zod';
import { regionName } from './fields.ts';
import { sources } from './sources.ts';

export { regionName };

const accountId = z.string().regex(/^\d{12}$/, 'an account id is twelve digits in quotes');

const ROLE_ARN = /^arn:aws[a-z-]*:iam::(\d{12}):role\/[\w+=,.@/-]+$/;
const role = z.strictObject({
  arn: z.string().regex(ROLE_ARN, 'a role looks like arn:aws:iam::123456789012:role/bedrock-meter'),
  externalId: z.string().min(2, 'an ExternalId has at least two characters').optional(),
});

const account = z.strictObject({
  name: z.string().min(1),
  /** Asked of STS when it is not given; checked when it is. */
  id: accountId.optional(),
  regions: z.array(regionName).min(1),
  role: role.optional(),
  sources: sources.prefault({}),
});

export type AccountConfig = z.output<typeof account>;

/** The account id as far as the configuration says it: `id`, else the role's account. */
export function configuredId(of: Pick<AccountConfig, 'id' | 'role'>): string | undefined {
  return of.id ?? ROLE_ARN.exec(of.role?.arn ?? '')?.[1];
}

/** The list of accounts: no two with one name, no account and Region read twice by the same way, no queue shared. */
export const accountList = z.array(account).superRefine((accounts, context) => {
  const complain = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message });
  const names = new Map<string, number>();
  const places = new Map<string, string>();
  const queues = new Map<string, string>();
  for (const [i, one] of accounts.entries()) {
    if (names.has(one.name))
      complain([i, 'name'], `${one.name}: another account has this name; names differ`);
    names.set(one.name, i);
    const ofRole = configuredId({ role: one.role });
    if (one.id !== undefined && ofRole !== undefined && one.id !== ofRole) {
      complain([i, 'id'], `${one.id}: the role is in another account, ${ofRole}`);
    }
    const { s3 } = one.sources;
    const queueUrl = s3 ? s3.notifications?.queueUrl : undefined;
    if (queueUrl !== undefined) {
      const reader = queues.get(queueUrl);
      if (reader !== undefined) {
        complain(
          [i, 'sources', 's3', 'notifications', 'queueUrl'],
          `${queueUrl}: ${reader} already reads this queue; a message has one reader, so give each account its own`,
        );
      }
      queues.set(queueUrl, one.name);
    }
    const { bill } = one.sources;
    if (typeof bill === 'object' && !bill.costExplorer && !bill.cur) {
      complain([i, 'sources', 'bill'], 'name cur or set costExplorer: true; false switches the bill off');
    }
    for (const [j, region] of one.regions.entries()) {
      const place = JSON.stringify([configuredId(one), one.role?.arn, region]);
      const other = places.get(place);
      if (other !== undefined) {
        complain(
          [i, 'regions', j],
          `${region}: ${other} already reads this account and Region; name it once`,
        );
      }
      places.set(place, one.name);
    }
  }
});
