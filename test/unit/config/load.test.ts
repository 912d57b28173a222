import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';
import { redacted } from '../../../src/config/redact.ts';

const load = (text: string, env: Record<string, string> = {}, secrets: Record<string, string> = {}) =>
  parseConfig({
    file: 'config.yaml',
    text,
    env,
    readSecret: (path) => {
      const secret = secrets[path];
      if (secret === undefined) throw new Error(`ENOENT: ${path}`);
      return secret;
    },
  });

describe('parseConfig', () => {
  it('takes the example of the contract', () => {
    const config = load(
      `accounts:
  - name: prod
    regions: [us-east-1, eu-west-1]
    role: { arn: arn:aws:iam::123456789012:role/bedrock-meter, externalId: \${EXTERNAL_ID} }
store: { path: ./data/bedrock-meter.db }
server: { host: 127.0.0.1, port: 8484, auth: { token: \${BEDROCK_METER_TOKEN} } }
pricing: { discountPercent: 0, overrides: [{ model: m, scope: geo, region: us-east-1, from: 2026-01-01, usdPerMillion: { input: "2.5", output: "12" } }] }
budgets: [{ name: everything, usd: 10000, period: month, where: { account: prod } }]
notifiers: [{ name: platform, type: slack, webhookUrl: \${SLACK_WEBHOOK_URL} }]
`,
      {
        EXTERNAL_ID: 'x1',
        BEDROCK_METER_TOKEN: 'secret-token',
        SLACK_WEBHOOK_URL: 'https://hooks.example/abc',
      },
    );
    expect(config.accounts[0]?.role?.externalId).toBe('x1');
    expect(config.server.auth?.token).toBe('secret-token');
    expect(config.pricing.overrides[0]?.usdPerMillion).toEqual({ input: '2.5', output: '12' });
    expect(config.notifiers[0]?.webhookUrl).toBe('https://hooks.example/abc');
    expect(JSON.stringify(redacted(config))).not.toMatch(/secret-token|hooks\.example|x1/);
  });

  it('has defaults for an empty file', () => {
    expect(load('')).toMatchObject({ store: { path: './data/bedrock-meter.db' }, server: { port: 8484 } });
    expect(load('# nothing\n')).toMatchObject({ accounts: [], budgets: [] });
  });

  it('takes defaults of variables, and keeps what they expand to as text', () => {
    expect(load('store: { path: "${DB:-/tmp/a.db}" }').store.path).toBe('/tmp/a.db');
    const tricky = load('store: { path: "${DB}" }', { DB: 'x.db }\nserver: { port: 1' });
    expect(tricky.store.path).toBe('x.db }\nserver: { port: 1');
    expect(tricky.server.port).toBe(8484);
  });

  it('takes variables in flow maps, in quotes, in the middle of words and for numbers', () => {
    const env = { HOST: 'h', PORT: '9000', DB: 'a b: #c' };
    const config = load(
      'server: { host: ${HOST}, port: ${PORT} }\nstore: { path: "/x/${DB}/${NO:-y}.db" }',
      env,
    );
    expect([config.server.host, config.server.port, config.store.path]).toEqual([
      'h',
      9000,
      '/x/a b: #c/y.db',
    ]);
    expect(() => load('server:\n  port: ${PORT}', { PORT: 'http' })).toThrow('config.yaml:2: server.port: ');
    expect(() => load('server:\n  port: ${PORT}', { PORT: 'http' })).toThrow(/ \(got "http"\)$/);
    expect(() => load('notifiers: https://hooks.slack.com/x')).toThrow(/notifiers: (?!.*slack)/);
    expect(() => load('server: { auth: { token: 12345 } }')).toThrow(/server\.auth\.token: (?!.*12345)/);
    expect(() => load('server: { auth: { token: ${TOKEN} } }')).toThrow(
      'config.yaml:1: server.auth.token: the environment variable TOKEN is not set',
    );
    expect(() => load('${KEY}: 1', { KEY: 'store' })).toThrow('config.yaml:1: variables stand in values');
  });

  it('reads secrets from files', () => {
    const config = load('server: { auth: { tokenFile: /run/t } }', {}, { '/run/t': 'from-a-file\n' });
    expect(config.server.auth?.token).toBe('from-a-file');
  });

  it.each([
    ['\n\nstore: { pth: x }', 'config.yaml:3: store.pth: unknown key; did you mean path?'],
    ['server:\n  prot: 1', 'config.yaml:2: server.prot: unknown key; did you mean port?'],
    ['server:\n  port: 99999', 'config.yaml:2: server.port: '],
    ['server:\n  port: http', 'config.yaml:2: server.port: '],
    [
      'accounts:\n  - name: a\n    regions: [mars]',
      'config.yaml:3: accounts.0.regions.0: a Region looks like us-east-1',
    ],
    ['accounts:\n  - regions: [us-east-1]', 'config.yaml:2: accounts.0.name: '],
    ['store:\n  path: ${NOT_SET}', 'config.yaml:2: store.path: the environment variable NOT_SET is not set'],
    [
      'accounts:\n  - name: a\n    regions: [us-east-1, "${NOT_SET}"]',
      'config.yaml:3: accounts.0.regions.1: the environment variable NOT_SET is not set',
    ],
    ['server: { auth: {} }', 'config.yaml:1: server.auth: needs token or tokenFile'],
    ['server: { auth: { tokenFile: /nope } }', 'config.yaml:1: server.auth.tokenFile: cannot read /nope'],
    ['a: [1', 'config.yaml:1: '],
    ['- 1', 'config.yaml:1: the file must hold keys'],
    ['store: { path: a }\nstore: { path: b }', 'config.yaml:2: '],
    [
      'pricing:\n  overrides:\n    - model: m\n      usdPerMillion: { input: "-1" }',
      'config.yaml:4: pricing.overrides.0.usdPerMillion.input: ',
    ],
  ])('refuses %j', (text, message) => {
    expect(() => load(text)).toThrow(message);
  });

  it('is wrong usage: exit code 2', () => {
    expect(() => load('nonsense: 1')).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});
