import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULE_NAMES } from '../../../src/config/alarms.ts';
import { parseConfig } from '../../../src/config/load.ts';
import { redacted } from '../../../src/config/redact.ts';

const load = (text: string, secrets: Record<string, string> = {}) =>
  parseConfig({ file: 'c.yaml', text, env: {}, readSecret: (path) => secrets[path] ?? '' });
const complaint = (text: string): string => {
  try {
    load(text);
    return 'taken';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

describe('alarms in the configuration', () => {
  it('have defaults, can be changed one by one, and switched off', () => {
    const { rules, repeat } = load('').alarms;
    expect(repeat).toBe(14_400);
    expect(rules.throttleShare).toMatchObject({
      percent: 5,
      for: 0,
      keepFiringFor: 600,
      severity: 'critical',
    });
    const changed = load(
      'alarms:\n  rules:\n    throttleShare: { percent: 1, for: 5m }\n    latency: false\n',
    ).alarms;
    expect(changed.rules.throttleShare).toMatchObject({ percent: 1, for: 300, minCalls: 20 });
    expect(changed.rules.latency).toBe(false);
    expect(changed.rules.quota).not.toBe(false);
  });

  it.each([
    [
      'alarms:\n  rules:\n    throtleShare: { percent: 5 }',
      /^c\.yaml:3: alarms\.rules\.throtleShare: unknown key; did you mean throttleShare\?/,
    ],
    [
      'alarms:\n  rules:\n    throttleShare:\n      percnt: 5',
      /^c\.yaml:4: alarms\.rules\.throttleShare\.percnt: unknown key; did you mean percent\?/,
    ],
    [
      'alarms:\n  rules:\n    throttleShare:\n      percent: 500',
      /^c\.yaml:4: .*percent: 500: a share is above 0 and at most 100/,
    ],
    ['alarms:\n  rules:\n    errorRate:\n      percent: 0', /^c\.yaml:4: .*percent: 0: a share/],
    ['alarms:\n  rules:\n    spendPerHour:\n      timesHighest: 1', /timesHighest: 1: must be above 1/],
    [
      'alarms:\n  rules:\n    quota:\n      for: five minutes',
      /^c\.yaml:4: .*for: five minutes: a span looks like 90m/,
    ],
    ['alarms:\n  repeat: 1m', /^c\.yaml:2: alarms\.repeat: 1m: must be between 300 s and 31d/],
    ['alarms:\n  rules:\n    latency: true', /^c\.yaml:3: alarms\.rules\.latency/],
    ['notifiers:\n  - { name: a, type: slak, webhookUrl: "https://x" }', /^c\.yaml:2: notifiers\.0\.type/],
    [
      'notifiers:\n  - { name: a, type: slack, webhookUrl: "ftp://x" }',
      /^c\.yaml:2: notifiers\.0\.webhookUrl: not an address/,
    ],
    [
      'notifiers:\n  - { name: a, type: slack, webhookUrl: "https://x", rules: [bugdet] }',
      /^c\.yaml:2: notifiers\.0\.rules\.0/,
    ],
    [
      'notifiers:\n  - { name: a, type: slack, webhookUrl: "https://x" }\n  - { name: a, type: slack, webhookUrl: "https://y" }',
      /^c\.yaml:3: .*another notifier has this name/,
    ],
    [
      'notifiers:\n  - { name: a, type: webhook, webhookUrl: "https://x", secret: short }',
      /at least 16 characters/,
    ],
    [
      'notifiers:\n  - { name: a, type: slack, webhookUrl: "https://x", secret: 0123456789abcdef }',
      /Slack takes no secret/,
    ],
    ['server: { publicUrl: meter.example.com }', /publicUrl: not an address such as/],
  ])('refuses %s', (text, expected) => expect(complaint(text)).toMatch(expected));

  it('are all in the example, with their defaults', () => {
    const example = load(readFileSync('config.example.yaml', 'utf8'));
    expect(example.alarms).toEqual(load('').alarms);
    const text = readFileSync('config.example.yaml', 'utf8');
    expect(RULE_NAMES.filter((name) => !text.includes(`    ${name}: {`))).toEqual([]);
  });

  it('hides addresses and secrets, also those from files', () => {
    const text = 'notifiers:\n  - { name: a, type: webhook, webhookUrlFile: u, secretFile: s }';
    const config = load(text, { u: 'https://hooks.example/top-secret\n', s: 'sixteen characters\n' });
    expect(config.notifiers[0]).toMatchObject({
      webhookUrl: 'https://hooks.example/top-secret',
      secret: 'sixteen characters',
    });
    expect(JSON.stringify(redacted(config))).not.toMatch(/top-secret|sixteen/);
  });
});
