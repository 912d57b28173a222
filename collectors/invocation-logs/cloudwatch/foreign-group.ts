/**
 * Tells a log group without traffic from one that is not Bedrock's.
 * @module
 */
import { type CollectContext, CollectFault } from '../../../src/domain/collector.ts';
import type { LogGroupOptions } from './options.ts';
import type { Window } from './position.ts';
import { eventPages, STREAM } from './read-window.ts';

/** Pages without any event after which the group counts as idle. */
const MOST_EMPTY_PAGES = 10;

/**
 * Looks for events of other streams, for a group in which no record has ever been found.
 * @throws CollectFault when others write there and Bedrock does not
 */
export async function refuseForeignGroup(
  options: LogGroupOptions,
  window: Window,
  context: CollectContext,
): Promise<void> {
  const { logGroup, region } = options;
  let left = MOST_EMPTY_PAGES;
  for await (const { events = [] } of eventPages(options, window, context, {})) {
    if (events.some(({ logStreamName = '' }) => logStreamName.startsWith(STREAM))) return;
    if (events.length > 0) {
      throw new CollectFault('absent', `log group ${logGroup} is not Bedrock's: it has no stream ${STREAM}`, {
        hint: `see where the logs go with \`aws bedrock get-model-invocation-logging-configuration --region ${region}\``,
      });
    }
    if (--left === 0) return;
  }
}
