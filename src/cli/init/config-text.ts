/**
 * The configuration that `init` writes: what was found, with a word on everything else.
 * @module
 */
import { stringify } from 'yaml';

export interface FoundRegion {
  readonly region: string;
  /** As in `log group /aws/bedrock/modelinvocations`; null: logging is off; undefined: it could not be read. */
  readonly logs: string | null | undefined;
}

export interface FoundAccount {
  readonly name: string;
  readonly id: string | undefined;
  readonly role: { readonly arn: string; readonly externalId?: string } | undefined;
  readonly regions: readonly FoundRegion[];
}

/** One value as YAML would have it inside a line. */
const inline = (value: unknown): string => stringify(value, { lineWidth: 0 }).trim();
const quoted = (text: string): string => JSON.stringify(text);

/** Writes the file. */
export function configText(account: FoundAccount, database: string): string {
  const { name, id, role, regions } = account;
  return [
    '# Written by `bedrock-meter init`. Check it with `bedrock-meter config check`, AWS with `bedrock-meter doctor`.',
    '# ${NAME} and ${NAME:-default} come from the environment. Every key: docs/configuration.md.',
    '',
    'accounts:',
    `  - name: ${inline(name)}`,
    ...(id === undefined ? [] : [`    id: ${quoted(id)}`]),
    '    regions:',
    ...regions.map(({ region, logs }) => `      - ${region} # ${remark(logs)}`),
    ...(role === undefined
      ? ['    # role: { arn: arn:aws:iam::123456789012:role/bedrock-meter, externalId: "${EXTERNAL_ID}" }']
      : [`    role: { arn: ${quoted(role.arn)}${externalId(role.externalId)} }`]),
    '    # Invocation logs are found by the logging configuration of each Region. Everything is on but the bill.',
    '    sources:',
    '      # cloudwatchLogs: { logGroup: /aws/bedrock/modelinvocations }',
    '      # s3: { bucket: my-bedrock-logs, prefix: "" }',
    '      metrics: true',
    '      quotas: true',
    '      inventory: true',
    '      bill: false # Cost Explorer: one cent a request, one request a day',
    '',
    'collect:',
    '  awsCallsPerSecond: 10 # of each account, all Regions and sources together',
    '  firstLookback: 24h # older history: bedrock-meter backfill --since 30d',
    '',
    'store:',
    `  path: ${inline(database)}`,
    '',
    'server:',
    '  host: 127.0.0.1',
    '  port: 8484',
    '  # Needed to bind anything but loopback.',
    '  # auth: { token: "${BEDROCK_METER_TOKEN}" }',
    '',
  ].join('\n');
}

const externalId = (text: string | undefined): string =>
  text === undefined ? '' : `, externalId: ${quoted(text)}`;

function remark(logs: string | null | undefined): string {
  if (logs === undefined)
    return 'where its invocation logs go could not be read: bedrock-meter doctor says why';
  return logs === null
    ? 'invocation logging is off: bedrock-meter doctor has the command'
    : `logs to ${logs}`;
}
