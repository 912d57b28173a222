/**
 * Events of the watching thread as lines of the log. Addresses of webhooks never come this far.
 * @module
 */
import type { WatchEvent } from './messages.ts';

export interface WatchLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export function tellWatch(log: WatchLog): (event: WatchEvent) => void {
  return (event) => {
    switch (event.kind) {
      case 'alarm':
        log.info({ alarm: event.alarm }, `alarm ${event.alarm} ${event.what}: ${event.title}`);
        break;
      case 'message':
        log.info(
          { notifier: event.notifier, reason: event.reason },
          `${event.notifier} is told of ${event.alarms === 1 ? 'one alarm' : `${event.alarms} alarms`} (${event.reason})`,
        );
        break;
      case 'rule':
        if (event.error === null) log.info({ rule: event.rule }, `rule ${event.rule} is well again`);
        else log.warn({ rule: event.rule }, `rule ${event.rule} cannot be judged: ${event.error}`);
        break;
      case 'notifier':
        if (event.error === null)
          log.info({ notifier: event.notifier }, `${event.notifier} takes messages again`);
        else
          log.warn({ notifier: event.notifier }, `${event.notifier} did not take a message: ${event.error}`);
        break;
      case 'report':
        log.info({ paths: event.paths }, `the report of ${event.month} is written`);
        break;
      case 'fault':
        log.error({}, `watching failed and goes on: ${event.error}`);
        break;
    }
  };
}
