/**
 * Counts what a client sends, attempt by attempt, since AWS bills retries too.
 * Source: AWS SDK for JavaScript developer guide, "Middleware stack".
 * @module
 */

/** One request as it left. */
export interface CountedCall {
  /** As in `cloudwatch-logs`. */
  readonly service: string;
  /** As in `GetMetricData`. */
  readonly operation: string;
  /** What AWS bills by: metrics requested by `GetMetricData`, else the request. */
  readonly billedUnits: number;
}

interface Step {
  readonly input: object;
}

type Next<S, O> = (step: S) => Promise<O>;

/** The part of an SDK client that is needed here. */
export interface AwsClient {
  readonly config: { readonly serviceId: string };
  readonly middlewareStack: {
    add(
      middleware: <S extends Step, O>(next: Next<S, O>, context: { commandName?: string }) => Next<S, O>,
      // Behind the retry middleware, which has a higher priority in the same step: once for every attempt.
      options: { step: 'finalizeRequest'; priority: 'low'; name: string },
    ): void;
  };
}

/**
 * Calls `count` for every attempt of every request of the client.
 * @returns the client
 */
export function countCalls<C extends AwsClient>(client: C, count: (call: CountedCall) => void): C {
  const service = client.config.serviceId.toLowerCase().replace(/\s+/g, '-');
  client.middlewareStack.add(
    (next, { commandName = 'unknown' }) =>
      (step) => {
        const operation = commandName.replace(/Command$/, '');
        count({ service, operation, billedUnits: billedUnits(step.input) });
        return next(step);
      },
    { step: 'finalizeRequest', priority: 'low', name: 'countCalls' },
  );
  return client;
}

/**
 * Makes every attempt of every request of the client wait for its turn.
 * @returns the client
 */
export function paceCalls<C extends AwsClient>(client: C, turn: () => Promise<void>): C {
  client.middlewareStack.add(
    (next) => async (step) => {
      await turn();
      return next(step);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'paceCalls' },
  );
  return client;
}

/** Metrics requested, for `GetMetricData`; one for everything else. Source: Amazon CloudWatch pricing. */
function billedUnits(input: object): number {
  return 'MetricDataQueries' in input && Array.isArray(input.MetricDataQueries)
    ? input.MetricDataQueries.length
    : 1;
}
