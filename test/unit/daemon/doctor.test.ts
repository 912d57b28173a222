import { describe, expect, it } from 'vitest';
import { findingOf, wasAllowed } from '../../../src/daemon/doctor/check.ts';
import { deliveryFinding } from '../../../src/daemon/doctor/delivery.ts';
import { clockFinding } from '../../../src/daemon/doctor/identity.ts';
import { loggingFindings } from '../../../src/daemon/doctor/logging.ts';
import { CollectFault } from '../../../src/domain/collector.ts';

const findings = (config: Parameters<typeof loggingFindings>[0]) =>
  loggingFindings(config, 'eu-west-1', '111122223333');
const group = { logGroupName: 'g', roleArn: 'r' };

describe('what doctor says', () => {
  it('prints the command that switches logging on, with metadata only', () => {
    const [finding] = findings(null);
    expect(finding).toMatchObject({ check: 'logging', status: 'fail' });
    const command = finding?.mend ?? '';
    expect(command).toMatch(
      /^aws bedrock put-model-invocation-logging-configuration --region eu-west-1 --logging-config '/,
    );
    const config = JSON.parse(command.slice(command.indexOf("'") + 1, command.lastIndexOf("'")));
    expect(Object.entries(config).filter(([key]) => key.endsWith('DeliveryEnabled'))).toEqual(
      ['text', 'image', 'embedding', 'video', 'audio'].map((kind) => [`${kind}DataDeliveryEnabled`, false]),
    );
    expect(config.cloudWatchConfig.roleArn).toContain(':111122223333:');
  });

  it('warns of large bodies that go nowhere, only where bodies are delivered', () => {
    expect(findings({ cloudWatchConfig: group }).map(({ check }) => check)).toEqual(['logging']);
    const bodies = { cloudWatchConfig: group, textDataDeliveryEnabled: true };
    expect(findings(bodies)).toMatchObject([{ status: 'ok' }, { check: 'large bodies', status: 'warn' }]);
    const kept = { ...group, largeDataDeliveryS3Config: { bucketName: 'b' } };
    expect(findings({ ...bodies, cloudWatchConfig: kept })).toHaveLength(1);
    expect(findings({ s3Config: { bucketName: 'b' }, textDataDeliveryEnabled: true })).toHaveLength(1);
  });

  it.each([
    [0, 'ok'],
    [119, 'ok'],
    [-121, 'warn'],
    [200, 'warn'],
    [300, 'fail'],
    [-4000, 'fail'],
  ])('judges a clock that is %i s off as %s', (seconds, status) => {
    expect(clockFinding(1_000_000_000, 1_000_000_000 + seconds * 1000).status).toBe(status);
  });

  it('knows no skew without an answer', () => expect(clockFinding(undefined, 0).status).toBe('unknown'));

  it('names failed deliveries', () => {
    expect(deliveryFinding(new Map()).status).toBe('ok');
    const sums = new Map([
      ['ModelInvocationLogsS3DeliveryFailure', 7],
      ['ModelInvocationLogsCloudWatchDeliveryFailure', 0],
    ]);
    expect(deliveryFinding(sums)).toMatchObject({
      status: 'fail',
      message: '7 ModelInvocationLogsS3DeliveryFailure in the last day',
    });
  });

  it('takes only a refusal for a lack of permission', () => {
    const of = (kind: CollectFault['kind']) =>
      findingOf('s3:GetObject', new CollectFault(kind, 's3:GetObject: no'), 'x');
    expect(of('denied')).toMatchObject({ status: 'fail', message: 'no' });
    for (const kind of ['throttled', 'unavailable', 'misread', 'absent'] as const) {
      expect(of(kind).status).toBe('unknown');
    }
    expect(wasAllowed(new CollectFault('absent', 'ResourceNotFoundException'))).toBe(true);
    expect(wasAllowed(new CollectFault('denied', 'AccessDenied'))).toBe(false);
  });
});
