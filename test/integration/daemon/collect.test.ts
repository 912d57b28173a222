/**
 * `collect --once` and `doctor` against accounts that allow nothing, something, or answer nothing.
 * @module
 */
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PERMISSIONS } from '../../../src/daemon/collect/permissions.ts';
import { cli, json } from '../cli.ts';
import { type Bench, ENGINEERING, engineering, SHOP, shop, startBench } from './support.ts';

interface Result {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly status: string;
  readonly records: number;
  readonly error?: string;
  readonly hint?: string;
}

/** What a queue or an export needs is asked for only where there is one. */
const UNCONDITIONAL = PERMISSIONS.filter(({ sid }) => !/^(?:Notifications|.*BillExport)$/.test(sid));

let bench: Bench;
beforeAll(async () => {
  bench = await startBench('collect');
});
afterEach(() => {
  bench.simulator.permissions.allowAll();
  bench.simulator.faults.clear();
});
afterAll(() => bench.close());

async function collect(database: string) {
  const result = await bench.run('collect', '--once', '--json', '--db', `${bench.folder}/${database}.db`);
  const results: Result[] = json(result).collectors;
  return { code: result.code, stderr: result.stderr, results };
}
const of = (results: readonly Result[], status: string) =>
  results.filter((one) => one.status === status).map(({ name, region }) => `${name} ${region}`);

describe('collect --once', () => {
  it('reads every source once, and tells what is switched off', async () => {
    bench.configure([shop({ sources: { bill: true } }), engineering({ sources: { quotas: false } })]);
    const { code, results } = await collect('all');
    expect(of(results, 'failed')).toEqual([]);
    expect(code).toBe(0);
    expect(of(results, 'ok').sort()).toEqual(
      [
        ...['us-east-1', 'us-west-2'].flatMap((region) =>
          ['invocation-logs/cloudwatch', 'metrics', 'inventory', 'quotas'].map((name) => `${name} ${region}`),
        ),
        'bill us-east-1',
        ...['invocation-logs/s3', 'metrics', 'inventory'].map((name) => `${name} us-west-2`),
      ].sort(),
    );
    expect(results.filter(({ status }) => status === 'skipped')).toEqual([
      expect.objectContaining({
        name: 'quotas',
        account: ENGINEERING,
        hint: expect.stringContaining('sources.quotas'),
      }),
      expect.objectContaining({ name: 'bill', account: ENGINEERING }),
    ]);
    expect(new Set(results.map(({ account }) => account))).toEqual(new Set([SHOP, ENGINEERING]));
  });

  it('starts with no permissions at all and says, source by source, what is missing; each one added lights its source', async () => {
    bench.configure([
      { name: 'shop', regions: ['us-east-1'], sources: { bill: true } },
      engineering({ sources: { metrics: false, quotas: false, inventory: false } }),
    ]);
    // Who may assume the role is the role's own affair.
    const allowed = ['sts:AssumeRole', 'sts:GetCallerIdentity'];
    bench.simulator.permissions.allowOnly(allowed);
    const none = await collect('permissions');
    expect(none.code).toBe(1);
    expect(of(none.results, 'ok')).toEqual([]);
    for (const { name, status, error, hint } of none.results.filter((one) => one.status !== 'skipped')) {
      expect([name, status, error]).toEqual([
        name,
        'failed',
        expect.stringMatching(/not authorized to perform/),
      ]);
      expect(hint).toMatch(/"Effect":"Allow","Action":.*:(?:Get|List|Filter)/);
    }
    const lit: Record<string, string[]> = {};
    let before = of(none.results, 'ok');
    for (const { sid, actions } of UNCONDITIONAL) {
      allowed.push(...actions);
      bench.simulator.permissions.allowOnly(allowed);
      const { results, code } = await collect('permissions');
      const now = of(results, 'ok');
      lit[sid] = now.filter((name) => !before.includes(name));
      before = now;
      expect(code).toBe(of(results, 'failed').length === 0 ? 0 : now.length > 0 ? 3 : 1);
    }
    expect(lit).toEqual({
      InvocationLogsInCloudWatch: [],
      LogGroups: [],
      ListInvocationLogsInS3: [],
      ReadInvocationLogsInS3: [],
      Metrics: ['metrics us-east-1'],
      LoggingConfiguration: ['invocation-logs/cloudwatch us-east-1', 'invocation-logs/s3 us-west-2'],
      Profiles: [],
      Models: [],
      Commitments: [],
      Jobs: [],
      // A listing fails alone; the source is in order with the last of them.
      Agents: ['inventory us-east-1'],
      Quotas: ['quotas us-east-1'],
      Bill: ['bill us-east-1'],
    });
  });

  it('lets one Region fail alone', async () => {
    bench.configure([shop()]);
    bench.simulator.faults.add({ kind: 'unavailable', region: 'us-west-2' });
    const { code, results } = await collect('region');
    expect(code).toBe(3);
    expect(results.filter(({ status }) => status === 'failed').map(({ region }) => region)).toEqual(
      Array(4).fill('us-west-2'),
    );
    expect(of(results, 'ok')).toHaveLength(4);
  });

  it('skips a Region where logging is off, with the command that switches it on', async () => {
    bench.configure([engineering({ regions: ['us-east-1'], sources: { quotas: false, inventory: false } })]);
    const { code, results } = await collect('off');
    expect(code).toBe(0);
    expect(results.find(({ name }) => name === 'invocation-logs')).toMatchObject({
      status: 'skipped',
      error: expect.stringContaining('logging is off in us-east-1'),
      hint: expect.stringMatching(
        /^aws bedrock put-model-invocation-logging-configuration --region us-east-1 /,
      ),
    });
  });

  it.each([
    [
      'another account',
      { name: 'a', id: ENGINEERING, regions: ['us-east-1'] },
      /those of account 111122223333, not of 444455556666/,
    ],
    [
      'a wrong ExternalId',
      engineering({ role: { arn: `arn:aws:iam::${ENGINEERING}:role/bedrock-meter`, externalId: 'wrong' } }),
      /not authorized to perform: sts:AssumeRole/,
    ],
  ])('says so of credentials of %s', async (_, account, message) => {
    bench.configure([account]);
    const { code, results } = await collect('credentials');
    expect(code).toBe(1);
    for (const one of results.filter(({ status }) => status === 'failed')) {
      expect(one.error).toMatch(message);
      expect(one.hint).toBeTruthy();
    }
  });

  it('needs accounts, and says how to get them', async () => {
    bench.configure([]);
    const { code, stderr, stdout } = await bench.run('collect', '--once', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      error: 'wrong usage',
      message: expect.stringMatching(/accounts/),
    });
    expect(stderr).toMatch(/accounts.*\nTry: .*init/);
  });

  it('reads a Region that is not known here, and asks whether it was meant', async () => {
    const quiet = { quotas: false, inventory: false, cloudwatchLogs: false, s3: false };
    bench.configure([{ name: 'shop', regions: ['us-esat-1'], sources: quiet }]);
    const odd = /accounts\.0\.regions\.0: us-esat-1 is no Region known here.*did you mean us-east-1\?/;
    const { results, stderr } = await collect('odd');
    expect(stderr).toMatch(odd);
    expect(results.map(({ name, region }) => `${name} ${region}`)).toContain('metrics us-esat-1');
    const checked = await bench.run('config', 'check', '--json');
    expect(checked.stderr).toMatch(odd);
    expect([checked.code, json(checked).warnings]).toEqual([0, [expect.stringMatching(odd)]]);
  });
});

describe('doctor', () => {
  const doctor = async () => {
    const result = await bench.run('doctor', '--json');
    return { code: result.code, ...json(result) };
  };

  it('finds what is there to be found in the simulated accounts', async () => {
    bench.configure([shop(), engineering({ regions: ['us-east-1', 'us-west-2'] })]);
    const { code, checks } = await doctor();
    const found = (status: string) =>
      checks
        .filter((one: Result) => one.status === status)
        .map((one: Record<string, string>) => `${one.check} ${one.account} ${one.region}`);
    expect(found('unknown')).toEqual([]);
    expect(found('fail')).toEqual([`logging ${ENGINEERING} us-east-1`]);
    expect(found('warn')).toEqual([`retention ${SHOP} us-east-1`, `large bodies ${SHOP} us-west-2`]);
    expect(code).toBe(3);
  });

  it('names every permission that is missing, with the statement that mends it', async () => {
    bench.configure([{ name: 'shop', regions: ['us-east-1'], sources: { bill: true, s3: false } }]);
    bench.simulator.permissions.allowOnly(['bedrock:GetModelInvocationLoggingConfiguration']);
    const { checks } = await doctor();
    const failed = checks.filter((one: Result) => one.status === 'fail');
    const wanted = UNCONDITIONAL.flatMap(({ actions }) => actions).filter(
      (action) => !action.startsWith('s3:'),
    );
    for (const action of wanted.filter((one) => !/LoggingConfiguration|DescribeLogGroups/.test(one))) {
      expect(failed).toContainEqual(
        expect.objectContaining({
          check: action,
          mend: expect.stringContaining(`"Action":"${action}"`),
          degrades: expect.any(String),
        }),
      );
    }
  });

  it('fails without credentials', async () => {
    const file = bench.configure([shop()]);
    const nobody = {
      AWS_ENDPOINT_URL: bench.simulator.url,
      AWS_EC2_METADATA_DISABLED: 'true',
      HOME: bench.folder,
    };
    const { code, stdout } = await cli(['doctor', '--json', '--config', file], {
      ...{ cwd: bench.folder, env: { ...nobody, AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' } },
    });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).checks[0]).toMatchObject({
      check: 'credentials',
      status: 'fail',
      message: expect.stringContaining('no AWS credentials'),
    });
  });
});

describe('init', () => {
  it('finds account, Regions and logs, and replaces nothing unasked', async () => {
    const file = `${bench.folder}/made.yaml`;
    const init = (...more: string[]) =>
      cli(['init', '--config', file, '--yes', ...more], {
        cwd: bench.folder,
        env: { ...bench.simulator.env },
      });
    const { code, stdout } = await init('--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      account: SHOP,
      regions: [
        { region: 'us-east-1', logs: 'log group /aws/bedrock/modelinvocations' },
        { region: 'us-west-2', logs: 'log group /aws/bedrock/modelinvocations' },
      ],
    });
    const text = readFileSync(file, 'utf8');
    const again = await init('--name', 'other');
    expect([again.code, readFileSync(file, 'utf8')]).toEqual([2, text]);
    expect(again.stderr).toMatch(/exists already[\s\S]*--force/);
    expect((await init('--name', 'other', '--regions', 'eu-west-1', '--force')).code).toBe(0);
    const checked = await cli(['config', 'check', '--config', file, '--json'], { cwd: bench.folder });
    expect(json(checked).config.accounts).toMatchObject([
      { name: 'other', id: SHOP, regions: ['eu-west-1'] },
    ]);
  });

  it('writes what it can when look-ups are refused, says which, and exits 3', async () => {
    const file = `${bench.folder}/refused.yaml`;
    bench.simulator.permissions.allowOnly(['sts:GetCallerIdentity']);
    const { code, stdout, stderr } = await cli(['init', '--config', file, '--yes', '--json'], {
      cwd: bench.folder,
      env: { ...bench.simulator.env },
    });
    expect(code).toBe(3);
    const { failed } = JSON.parse(stdout);
    // Every commercial Region that has prices, and the logging configuration of the one that is suggested.
    expect(failed).toHaveLength(34 + 1);
    expect(failed[0]).toEqual({
      region: 'af-south-1',
      error: expect.stringMatching(/ListMetrics.*AccessDenied/),
    });
    expect(stderr).toMatch(/could not look in af-south-1/);
    expect(readFileSync(file, 'utf8')).toMatch(/us-east-1/);
  });
});
