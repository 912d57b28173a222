/**
 * ListServiceQuotas, ListAWSDefaultServiceQuotas, GetServiceQuota, GetAWSDefaultServiceQuota and the history of
 * requested changes (Service Quotas API Reference).
 * @module
 */
import { z } from 'zod';
import { DAY } from '../../world/clock.ts';
import { pageOf } from '../wire/page.ts';
import { type Context, type Operation, operation } from '../wire/service.ts';
import { REQUESTS } from './applied.ts';
import { appliedQuota, arnOf, checkService, defaultQuota, findQuota, SERVICE } from './quota.ts';
import { QUOTAS } from './table.ts';

const paging = {
  NextToken: z.string().optional(),
  MaxResults: z.int().min(1).max(100).default(100),
};

function paged(
  member: string,
  asked: { NextToken?: string | undefined; MaxResults: number },
  items: readonly object[],
  context: Context,
): object {
  const question = [member, context.account, context.region, items.length];
  const { items: shown, nextToken } = pageOf(items, {
    token: asked.NextToken,
    limit: asked.MaxResults,
    question,
    now: context.now,
  });
  return { [member]: shown, ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
}

/** Most quotas that nobody ever raised have an applied value too; account-wide provisioning ones do not. */
const hasApplied = (name: string): boolean => !name.startsWith('Model units');

const listServiceQuotas = operation(
  z.object({ ServiceCode: z.string(), QuotaCode: z.string().optional(), ...paging }),
  (asked, context) => {
    checkService(asked.ServiceCode);
    const wanted = QUOTAS.filter(({ code, name }) => (asked.QuotaCode ?? code) === code && hasApplied(name));
    return paged(
      'Quotas',
      asked,
      wanted.map((entry) => appliedQuota(entry, context)),
      context,
    );
  },
);

const listDefaults = operation(z.object({ ServiceCode: z.string(), ...paging }), (asked, context) => {
  checkService(asked.ServiceCode);
  return paged(
    'Quotas',
    asked,
    QUOTAS.map((entry) => defaultQuota(entry, context)),
    context,
  );
});

const oneQuota = z.object({ ServiceCode: z.string(), QuotaCode: z.string() });

const getServiceQuota = operation(oneQuota, ({ ServiceCode, QuotaCode }, context) => {
  checkService(ServiceCode);
  return { Quota: appliedQuota(findQuota(QuotaCode), context) };
});

const getDefault = operation(oneQuota, ({ ServiceCode, QuotaCode }, context) => {
  checkService(ServiceCode);
  return { Quota: defaultQuota(findQuota(QuotaCode), context) };
});

const history = operation(
  z.object({
    ServiceCode: z.string().optional(),
    QuotaCode: z.string().optional(),
    Status: z.string().optional(),
    ...paging,
  }),
  (asked, context) => {
    if (asked.ServiceCode !== undefined) checkService(asked.ServiceCode);
    const { account, region, simulator } = context;
    const end = simulator.world.history.to - (simulator.world.history.to % DAY);
    const items = REQUESTS.filter((each) => each.account === account && each.region === region)
      .filter(({ code, status }) => (asked.QuotaCode ?? code) === code && (asked.Status ?? status) === status)
      .map((each, i) => ({
        Id: `${i}c0ffee${each.code.slice(2).toLowerCase()}`,
        CaseId: `17${each.desired}`,
        ...SERVICE,
        QuotaCode: each.code,
        QuotaName: findQuota(each.code).name,
        DesiredValue: each.desired,
        Status: each.status,
        Created: end - each.createdBefore,
        LastUpdated: end - each.updatedBefore,
        Requester: JSON.stringify({ accountId: account, callerArn: `arn:aws:iam::${account}:user/operator` }),
        QuotaArn: arnOf(context, each.code),
        GlobalQuota: false,
        Unit: 'None',
        QuotaRequestedAtLevel: 'ACCOUNT',
      }));
    return paged('RequestedQuotas', asked, items, context);
  },
);

export const OPERATIONS: Readonly<Record<string, Operation>> = {
  ListServiceQuotas: listServiceQuotas,
  ListAWSDefaultServiceQuotas: listDefaults,
  GetServiceQuota: getServiceQuota,
  GetAWSDefaultServiceQuota: getDefault,
  ListRequestedServiceQuotaChangeHistory: history,
  ListRequestedServiceQuotaChangeHistoryByQuota: history,
};
