import { describe, expect, it } from 'vitest';
import { quotaItem, requestItem } from '../../../../collectors/quotas/normalise.ts';

describe('a quota', () => {
  it('of Bedrock has no usage metric and no period', () => {
    expect(
      quotaItem({
        QuotaCode: 'L-F4DDD3EB',
        QuotaName: 'Cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.5 V1',
        Value: 5_000_000,
        Unit: 'None',
        Adjustable: true,
        UsageMetric: {},
        Period: {},
        QuotaAppliedAtLevel: 'ACCOUNT',
      }),
    ).toEqual({
      id: 'L-F4DDD3EB',
      body: {
        code: 'L-F4DDD3EB',
        name: 'Cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.5 V1',
        value: 5_000_000,
        unit: 'None',
        adjustable: true,
        global: false,
        usageMetric: null,
        period: null,
        appliedLevel: 'ACCOUNT',
        description: null,
        error: null,
      },
    });
  });

  it('keeps metric and period where it has them, and an applied value of zero', () => {
    const item = quotaItem({
      QuotaCode: 'L-1',
      Value: 0,
      UsageMetric: {
        MetricNamespace: 'AWS/Usage',
        MetricName: 'CallCount',
        MetricDimensions: { Service: 'Bedrock' },
        MetricStatisticRecommendation: 'Sum',
      },
      Period: { PeriodValue: 1, PeriodUnit: 'MINUTE' },
    });
    expect(item?.body).toMatchObject({
      value: 0,
      period: 60,
      usageMetric: {
        namespace: 'AWS/Usage',
        metric: 'CallCount',
        dimensions: { Service: 'Bedrock' },
        statistic: 'Sum',
      },
    });
  });

  it('whose value AWS cannot say has none, and the reason', () => {
    const item = quotaItem({
      QuotaCode: 'L-1',
      ErrorReason: { ErrorCode: 'DEPENDENCY_ACCESS_DENIED_ERROR', ErrorMessage: 'no' },
    });
    expect(item?.body).toMatchObject({ value: null, error: 'DEPENDENCY_ACCESS_DENIED_ERROR: no' });
  });

  it("of one resource stands beside the account's own", () => {
    expect(quotaItem({ QuotaCode: 'L-1', QuotaContext: { ContextId: '*' } })?.id).toBe('L-1');
    expect(quotaItem({ QuotaCode: 'L-1', QuotaContext: { ContextId: 'arn:x' } })?.id).toBe('L-1/arn:x');
  });

  it('without a code is nothing', () => expect(quotaItem({ QuotaName: 'x' })).toBeUndefined());
});

it('a request has its state and its times in seconds', () => {
  expect(
    requestItem({
      Id: 'r1',
      QuotaCode: 'L-1',
      DesiredValue: 7,
      Status: 'CASE_OPENED',
      Created: new Date(1_795_000_000_999),
    }),
  ).toEqual({
    id: 'r1',
    body: {
      id: 'r1',
      code: 'L-1',
      name: '',
      desired: 7,
      status: 'CASE_OPENED',
      caseId: null,
      requester: null,
      created: 1_795_000_000,
      updated: null,
    },
  });
});
