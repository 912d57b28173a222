/**
 * Lines that are not invocation records: another tool's in Bedrock's log group, an application's in its own.
 * @module
 */
import { HOUR } from '../../world/clock.ts';
import { Random } from '../../world/random.ts';
import { eventId } from './event-id.ts';
import type { LogEvent } from './events.ts';
import { BEDROCK_STREAM, type LogGroup } from './groups.ts';

const LINES: readonly [string, ...string[]] = [
  'health check ok',
  '{"level":"info","msg":"flushed","records":12}',
  // Speaks of tokens, and is no record.
  '{"level":"info","usage":{"inputTokenCount":123456},"modelId":"anthropic.claude-9"}',
  '[warn] output plugin retried 1 time',
  '{"schemaType":"SomethingElse","schemaVersion":"1.0","inputTokenCount":777}',
];

/** A few lines an hour, the same every time. */
export function foreignLines(group: LogGroup, hour: number): LogEvent[] {
  const random = new Random(`foreign ${group.account} ${group.region} ${group.name} ${hour}`);
  return Array.from({ length: random.poisson(group.source ? 2 : 20) }, () => {
    const timestamp = hour * HOUR * 1000 + random.int(HOUR * 1000);
    return {
      timestamp,
      ingestionTime: timestamp + 500 + random.int(3000),
      stream: group.source && random.chance(0.25) ? BEDROCK_STREAM : 'fluent-bit/worker-1',
      message: random.pick(LINES),
      eventId: eventId(timestamp, random.hex(4)),
    };
  });
}
