/**
 * Invocation logging of a Region: whether it is on, what it leaves out, and what keeping it costs.
 * @module
 */
import { DescribeLogGroupsCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ask } from '../../../collectors/aws/index.ts';
import { enableLoggingCommand, type LoggingConfig, readLogging } from '../collect/logging.ts';
import { PERMISSIONS } from '../collect/permissions.ts';
import { at, type CheckResult, type Finding, findingOf } from './check.ts';
import type { Probing } from './probes.ts';

const DARK = 'calls are seen by metrics only: no callers, agents, sessions or tags';

/** The configuration as `readLogging` has it, with what is found about it; undefined: it could not be read. */
export async function checkLogging(
  probing: Probing,
): Promise<{ checks: CheckResult[]; config: LoggingConfig | null | undefined }> {
  const { clients, account } = probing;
  const place = { account, region: clients.region };
  try {
    const config = await readLogging(clients);
    return { config, checks: loggingFindings(config, clients.region, account).map((one) => at(place, one)) };
  } catch (error) {
    const finding = findingOf('logging', error, 'log group or bucket have to be named in the configuration');
    return { config: undefined, checks: [at(place, finding)] };
  }
}

/** What the configuration itself says. */
export function loggingFindings(config: LoggingConfig | null, region: string, account: string): Finding[] {
  const group = config?.cloudWatchConfig?.logGroupName;
  const bucket = config?.s3Config?.bucketName;
  if (group === undefined && bucket === undefined) {
    const mend = enableLoggingCommand(region, account);
    return [{ check: 'logging', status: 'fail', message: 'invocation logging is off', degrades: DARK, mend }];
  }
  const places = [group && `log group ${group}`, bucket && `bucket ${bucket}`].filter(Boolean).join(' and ');
  const on: Finding = { check: 'logging', status: 'ok', message: `on, to ${places}` };
  const bodies = config?.textDataDeliveryEnabled || config?.imageDataDeliveryEnabled;
  if (group === undefined || !bodies || config?.cloudWatchConfig?.largeDataDeliveryS3Config?.bucketName)
    return [on];
  return [
    on,
    {
      check: 'large bodies',
      status: 'warn',
      message: 'bodies over 100 KB are delivered nowhere',
      degrades: 'latency, stop reasons and the split of cache writes are missing for large calls',
      mend: `add "largeDataDeliveryS3Config":{"bucketName":"BUCKET"} to cloudWatchConfig, with aws bedrock put-model-invocation-logging-configuration --region ${region}; or switch text delivery off`,
    },
  ];
}

/** Whether the log group can be read, and whether it keeps its events for ever. */
export async function checkLogGroup(probing: Probing, logGroup: string): Promise<CheckResult[]> {
  const { clients, account, now } = probing;
  const place = { account, region: clients.region };
  const resource = `arn:aws:logs:${clients.region}:${account}:log-group:${logGroup}:*`;
  const read = { action: 'logs:FilterLogEvents', resource, whenAbsent: `create the log group ${logGroup}` };
  const results: CheckResult[] = [];
  try {
    await ask(read, () =>
      clients.logs.send(
        new FilterLogEventsCommand({
          logGroupName: logGroup,
          startTime: (now - 60) * 1000,
          endTime: now * 1000,
          limit: 1,
        }),
      ),
    );
    results.push(at(place, { check: read.action, status: 'ok', message: `allowed on ${logGroup}` }));
  } catch (error) {
    const finding = findingOf(read.action, error, without('invocation-logs/cloudwatch'));
    const absent = /ResourceNotFound/.test(finding.message);
    results.push(at(place, absent ? { ...finding, status: 'fail' } : finding));
  }
  results.push(at(place, await retention(probing, logGroup)));
  return results;
}

async function retention({ clients }: Probing, logGroup: string): Promise<Finding> {
  const action = 'logs:DescribeLogGroups';
  try {
    const { logGroups = [] } = await ask({ action }, () =>
      clients.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroup })),
    );
    const found = logGroups.find(({ logGroupName }) => logGroupName === logGroup);
    if (!found)
      return { check: 'retention', status: 'unknown', message: `there is no log group ${logGroup}` };
    const days = found.retentionInDays;
    if (days !== undefined)
      return { check: 'retention', status: 'ok', message: `${logGroup} keeps ${days} days` };
    return {
      check: 'retention',
      status: 'warn',
      message: `${logGroup} keeps its events for ever`,
      degrades: 'storage is paid for without end; bedrock-meter needs each event once',
      mend: `aws logs put-retention-policy --region ${clients.region} --log-group-name ${logGroup} --retention-in-days 30`,
    };
  } catch (error) {
    return findingOf(action, error, without('doctor'));
  }
}

const without = (source: string): string =>
  PERMISSIONS.find((group) => group.source === source)?.without ?? '';
