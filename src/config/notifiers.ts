/**
 * Who is told: Slack channels and webhooks, and which alarms they hear of.
 * @module
 */
import { z } from 'zod';
import { SEVERITIES } from '../domain/alarm.ts';
import { RULE_NAMES, type RuleName } from './alarms.ts';

const notifier = z.strictObject({
  name: z.string().min(1).max(100),
  type: z.enum(['slack', 'webhook']),
  webhookUrl: z
    .url({ protocol: /^https?$/, error: 'not an address such as https://hooks.slack.com/services/…' })
    .optional(),
  webhookUrlFile: z.string().min(1).optional(),
  /** Of a webhook: signs what is sent. */
  secret: z.string().min(16, 'a secret has at least 16 characters').optional(),
  secretFile: z.string().min(1).optional(),
  /** Hears of alarms from this severity on. */
  minSeverity: z.enum(SEVERITIES).default('warning'),
  /** Hears of these rules only; absent: of all. */
  rules: z
    .array(z.enum(RULE_NAMES as [RuleName, ...RuleName[]]))
    .min(1)
    .optional(),
});

export type NotifierConfig = z.output<typeof notifier>;

/** No two of one name: the name is what was told is remembered by. */
export const notifierList = z.array(notifier).superRefine((notifiers, context) => {
  const complain = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message });
  const names = new Set<string>();
  for (const [i, { name, type, secret, secretFile }] of notifiers.entries()) {
    if (names.has(name)) complain([i, 'name'], `${name}: another notifier has this name; names differ`);
    names.add(name);
    if (type === 'slack' && (secret ?? secretFile) !== undefined) {
      complain(
        [i, secret === undefined ? 'secretFile' : 'secret'],
        'Slack takes no secret; its address is one',
      );
    }
  }
});
