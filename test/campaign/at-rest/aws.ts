/**
 * The simulated AWS of `at-rest.ts`, a process of its own: what it takes is not the daemon's. It is told its options as
 * JSON, sends its environment once it listens, and then the calls that one place has logged, whenever it is asked.
 * @module
 */
import { startSimulator } from '../../aws-simulator/server/index.ts';
import { ingestedAt } from '../../aws-simulator/server/truth/arrival.ts';
import { hourOf } from '../../aws-simulator/world/clock.ts';
import { type AwsMessage, type AwsOptions, type AwsRequest, PLACE } from './aws-messages.ts';

const options = JSON.parse(process.argv[2] ?? '') as AwsOptions;
const simulator = await startSimulator({
  ...options,
  ...{ bodies: 'small', rateLimits: 'off', logRetentionDays: 120, metricHoursKept: 500 },
  olderDeliverySeconds: 3600,
});
const tell = (message: AwsMessage) => process.send?.(message);
process.on('message', ({ from }: AwsRequest) => {
  const { world, faults, clock } = simulator;
  const to = clock.now() / 1000;
  const hours = Array.from({ length: hourOf(to) - hourOf(from) + 1 }, (_, i) => hourOf(from) + i);
  const calls = hours.flatMap((hour) => world.callsOf(hour, PLACE));
  const logged = calls
    .filter(({ at }) => at >= from && at < to)
    .map((call) => ({ id: call.requestId, at: call.at, shownAt: ingestedAt(call, faults) }));
  tell({ logged });
});
process.on('disconnect', () => process.exit());
tell({ env: { ...simulator.env } });
