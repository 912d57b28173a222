/**
 * `bedrock-meter alarms test`: a message to notifiers, so that the first real one is not the first.
 * @module
 */
import type { Command } from 'commander';
import { SEND_TIMEOUT_MILLISECONDS, send } from '../alarms/notify/send.ts';
import { testMessage } from '../alarms/notify/test-message.ts';
import type { Outcome } from '../alarms/outbox/retry.ts';
import { EXIT, UsageError } from '../domain/errors.ts';
import { didYouMean } from '../domain/nearest.ts';
import { type CommonOptions, configOf, nowOf, print } from './context.ts';
import type { Action } from './run.ts';

interface Options extends CommonOptions {
  readonly notifier?: string;
}

export function addAlarmsTest(alarms: Command, choose: (action: Action) => void): Command[] {
  return [
    alarms
      .command('test')
      .description('send a test message to the notifiers')
      .option('--notifier <name>', 'to this one only')
      .action((options: Options) => choose(() => run(options))),
  ];
}

async function run(options: Options) {
  const { notifiers, server } = configOf(options);
  if (notifiers.length === 0) {
    throw new UsageError('alarms test: the configuration has no notifiers', {
      hint: 'add one: notifiers: [{ name: platform, type: slack, webhookUrl: ${SLACK_WEBHOOK_URL} }]',
    });
  }
  const asked = notifiers.filter(({ name }) => options.notifier === undefined || name === options.notifier);
  if (asked.length === 0) {
    const names = notifiers.map(({ name }) => name);
    throw new UsageError(
      `--notifier ${options.notifier}: no such notifier${didYouMean(options.notifier ?? '', names)}`,
    );
  }
  const now = nowOf(options);
  const publicUrl = (server.publicUrl ?? `http://${server.host}:${server.port}`).replace(/\/+$/, '');
  const results = await Promise.all(
    asked.map(async (notifier) => ({
      name: notifier.name,
      type: notifier.type,
      ...resultOf(
        await send(notifier, testMessage(notifier.name, now), {
          ...{ now, publicUrl, timeoutMilliseconds: SEND_TIMEOUT_MILLISECONDS },
        }),
      ),
    })),
  );
  print(
    options,
    () => ({ notifiers: results }),
    () => results.map(({ name, error }) => `${name}: ${error ?? 'took the test message'}`).join('\n'),
  );
  const failed = results.filter(({ status }) => status === 'failed').length;
  if (failed === 0) return EXIT.done;
  return failed === results.length ? EXIT.failed : EXIT.partial;
}

function resultOf(outcome: Outcome): { status: 'ok' | 'failed'; error?: string } {
  return outcome.kind === 'delivered'
    ? { status: 'ok' }
    : { status: 'failed', error: `${outcome.why}: ${outcome.detail}` };
}
