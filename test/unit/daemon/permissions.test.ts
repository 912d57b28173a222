/**
 * The one list of permissions, and everything that repeats it: documentation, templates, the calls that are made.
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { PERMISSIONS, policyFor } from '../../../src/daemon/collect/permissions.ts';
import { PROBES } from '../../../src/daemon/doctor/probes.ts';

const ROOT = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');
const actions = PERMISSIONS.flatMap((group) => group.actions).sort();
const bySid = new Map(PERMISSIONS.map((group) => [group.sid, [...group.actions].sort()]));
const list = (value: unknown): string[] => [value].flat().map(String).sort();

/** Every `service:Action` that a source file names as what it asks of AWS. */
function actionsIn(folder: string): string[] {
  const names = readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' });
  const texts = names.filter((name) => name.endsWith('.ts')).map((name) => read(`${folder}/${name}`));
  const found = texts.flatMap(
    (text) => text.match(/(?<=')(?:logs|s3|sqs|cloudwatch|bedrock|servicequotas|ce):[A-Z]\w+(?=')/g) ?? [],
  );
  return [...new Set(found)].sort();
}

describe('the list of permissions', () => {
  it('is exactly what collectors and doctor ask of AWS', () => {
    const asked = [...new Set([...actionsIn('collectors'), ...actionsIn('src/daemon/doctor')])].sort();
    expect(asked).toEqual([...new Set(actions)]);
  });

  it('names no action twice for one thing', () => {
    const pairs = PERMISSIONS.flatMap(({ actions: own, resource }) => own.map((one) => `${one} ${resource}`));
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it('allows nothing but reading, and to take off a queue what was read from it', () => {
    const others = actions.filter((action) => !/:(?:Get|List|Describe|Filter|Receive)/.test(action));
    expect(others).toEqual(['sqs:DeleteMessage']);
  });

  it('has what only a setting needs apart', () => {
    const optional = PERMISSIONS.filter(({ optional: is }) => is).map(({ sid }) => sid);
    expect(optional).toEqual(['Notifications', 'Bill', 'ListBillExport', 'ReadBillExport']);
  });

  it('has a harmless call for each, where no log group or bucket is needed', () => {
    const general = PERMISSIONS.filter(({ resource, source }) => resource === 'any' && source !== 'doctor');
    expect(Object.keys(PROBES).sort()).toEqual(general.flatMap((group) => group.actions).sort());
  });
});

describe('docs/permissions.md', () => {
  const text = read('docs/permissions.md');

  it('has a row for each, with what it is for and what is missing without it', () => {
    const rows = text.split('\n').filter((line) => line.startsWith('| `'));
    const wanted = PERMISSIONS.flatMap(({ actions: own, source, feature, without }) =>
      own.map((action) => `| \`${action}\` | ${source} | ${feature} | ${without} |`),
    );
    expect(rows).toEqual(wanted);
  });

  it('has the policy', () => {
    const [block] = /(?<=```json\n)[\s\S]*?(?=\n```)/.exec(text) ?? [''];
    expect(JSON.parse(block)).toEqual(policyFor());
  });
});

describe('the templates', () => {
  it('allow the same by CloudFormation', () => {
    const tag = (name: string) => ({ tag: name, resolve: (value: unknown) => value });
    const seq = { tag: '!If', collection: 'seq' as const };
    const customTags = [
      tag('!Ref'),
      tag('!Sub'),
      tag('!GetAtt'),
      seq,
      { ...seq, tag: '!Equals' },
      { ...seq, tag: '!Not' },
    ];
    const template = parse(read('deploy/cloudformation.yaml'), { customTags });
    const role = template.Resources.Role.Properties;
    const statements = role.Policies[0].PolicyDocument.Statement.map((one: unknown) =>
      Array.isArray(one) ? one[1] : one,
    );
    const found = new Map(
      statements.map((one: { Sid: string; Action: unknown }) => [one.Sid, list(one.Action)]),
    );
    expect(found).toEqual(bySid);
    expect(role.AssumeRolePolicyDocument.Statement[0].Condition.StringEquals).toEqual({
      'sts:ExternalId': 'ExternalId',
    });
  });

  it('allow the same by Terraform', () => {
    const text = read('deploy/terraform/main.tf');
    const found = new Map(
      [...text.matchAll(/sid\s*=\s*"(\w+)"\s*actions\s*=\s*\[([^\]]*)\]/g)].map(
        ([, sid = '', inner = '']) => [
          sid,
          (inner.match(/(?<=")[^"]+(?=")/g) ?? []).filter((one) => one.includes(':')).sort(),
        ],
      ),
    );
    expect(found).toEqual(bySid);
    expect(text).toContain('sts:ExternalId');
  });

  it('run as nobody in particular', () => {
    const docker = read('deploy/Dockerfile');
    expect(docker).toMatch(/^USER node$/m);
    expect(docker).toMatch(/^VOLUME \/data$/m);
    expect(docker).toMatch(/HEALTHCHECK[\s\S]*\/healthz/);
    const unit = read('deploy/bedrock-meter.service');
    for (const line of ['DynamicUser=yes', 'StateDirectory=bedrock-meter', 'ProtectSystem=strict']) {
      expect(unit.split('\n')).toContain(line);
    }
  });
});
