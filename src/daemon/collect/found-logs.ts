/**
 * The source of invocation logs where the configuration names none: wherever Bedrock says that they go. Looked up
 * again now and then, since people move them.
 * @module
 */
import type { BackfillCollector } from '../../../collectors/backfill.ts';
import { CollectFault } from '../../domain/collector.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { Clients } from './accounts.ts';
import { type Destination, destinationOf, enableLoggingCommand, readLogging } from './logging.ts';

const LOOK_AGAIN_MILLISECONDS = 900_000;

export interface FoundLogs {
  readonly clients: Clients;
  readonly allowed: ReadonlySet<Destination['kind']>;
  readonly clock: () => number;
  readonly make: (destination: Destination, account: AccountId) => BackfillCollector;
}

/** Opens the collector of the place that the logging configuration names. */
export function foundLogs(options: FoundLogs): (account: AccountId) => Promise<BackfillCollector> {
  let kept: { readonly text: string; readonly collector: BackfillCollector } | undefined;
  let until = 0;
  return async (account) => {
    if (kept && options.clock() < until) return kept.collector;
    const destination = await find(options, account);
    const text = JSON.stringify(destination);
    if (kept?.text !== text) kept = { text, collector: options.make(destination, account) };
    until = options.clock() + LOOK_AGAIN_MILLISECONDS;
    return kept.collector;
  };
}

async function find({ clients, allowed }: FoundLogs, account: AccountId): Promise<Destination> {
  const logging = await readLogging(clients).catch((error: unknown) => {
    throw error instanceof CollectFault && error.hint?.startsWith('allow ') ? orNamed(error) : error;
  });
  const destination = destinationOf(logging, allowed);
  if (destination) return destination;
  const elsewhere = logging?.cloudWatchConfig || logging?.s3Config;
  throw elsewhere ? switchedOff(clients.region) : loggingIsOff(clients.region, account);
}

/** Not being allowed to look is no reason to do without: the place can be named. */
const orNamed = (fault: CollectFault): CollectFault =>
  new CollectFault('denied', fault.message, {
    hint: `${fault.hint ?? ''}; or name the place: accounts[].sources.cloudwatchLogs.logGroup, or s3.bucket`,
    cause: fault,
  });

const switchedOff = (region: string): CollectFault =>
  new CollectFault('absent', `invocation logs of ${region} go where the configuration does not look`, {
    hint: 'accounts[].sources.cloudwatchLogs or s3 is false: take that line out',
  });

/** The kind of fault by which a Region without logging is told from one that fails. */
export class LoggingOff extends CollectFault {}

function loggingIsOff(region: string, account: string): LoggingOff {
  return new LoggingOff(
    'absent',
    `invocation logging is off in ${region}: calls there are seen by metrics only, without callers`,
    { hint: enableLoggingCommand(region, account) },
  );
}
