/**
 * A quota as Service Quotas states it.
 * @module
 */
import { AwsError } from '../wire/aws-error.ts';
import type { Caller } from '../wire/service.ts';
import { appliedValue } from './applied.ts';
import { QUOTAS, type QuotaEntry } from './table.ts';

export const SERVICE = { ServiceCode: 'bedrock', ServiceName: 'Amazon Bedrock' } as const;

/** @throws AwsError for a service without quotas here */
export function checkService(code: string): void {
  if (code !== SERVICE.ServiceCode) throw noSuchResource();
}

export function findQuota(code: string): QuotaEntry {
  const found = QUOTAS.find((entry) => entry.code === code);
  if (!found) throw noSuchResource();
  return found;
}

const noSuchResource = (): AwsError =>
  new AwsError(
    'NoSuchResourceException',
    400,
    'The request failed because the specified quota does not exist.',
  );

export const arnOf = ({ account, region }: Caller, code: string): string =>
  `arn:aws:servicequotas:${region}:${account}:bedrock/${code}`;

export function defaultQuota(entry: QuotaEntry, caller: Caller): object {
  return {
    ...SERVICE,
    QuotaArn: `arn:aws:servicequotas:${caller.region}::bedrock/${entry.code}`,
    QuotaCode: entry.code,
    QuotaName: entry.name,
    Value: entry.value[caller.region.startsWith('us-') ? 0 : 1],
    Unit: 'None',
    Adjustable: entry.adjustable,
    GlobalQuota: false,
    // Empty for Bedrock's inference quotas.
    UsageMetric: {},
  };
}

export function appliedQuota(entry: QuotaEntry, caller: Caller): object {
  const value = appliedValue(caller.account, caller.region, entry.code);
  return {
    ...defaultQuota(entry, caller),
    QuotaArn: arnOf(caller, entry.code),
    ...(value === undefined ? {} : { Value: value }),
    QuotaAppliedAtLevel: 'ACCOUNT',
  };
}
