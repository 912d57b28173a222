/**
 * What makes up a simulated service: operations with checked inputs, behind a protocol.
 * @module
 */
import type { z } from 'zod';
import type { Simulator } from '../simulator.ts';
import { invalid } from './aws-error.ts';
import type { Dialect } from './dialect.ts';
import type { Protocol } from './protocol.ts';

export type ServiceName =
  | 'logs'
  | 'monitoring'
  | 'bedrock'
  | 'bedrock-runtime'
  | 'bedrock-agent'
  | 'servicequotas'
  | 'sts'
  | 's3'
  | 'ce'
  | 'pricing'
  | 'sqs';

/** Who asks, and from where. */
export interface Caller {
  readonly account: string;
  readonly region: string;
  /** ARN of the user or of the assumed role's session. */
  readonly arn: string;
}

export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
}

export interface Context extends Caller {
  readonly simulator: Simulator;
  readonly request: WireRequest;
  /** Milliseconds since the epoch, the same for the whole request. */
  readonly now: number;
}

export interface Operation {
  run(raw: unknown, context: Context): unknown;
}

/** An operation whose input is checked first; what the schema refuses is the service's validation error. */
export function operation<S extends z.ZodType>(
  schema: S,
  run: (input: z.output<S>, context: Context) => unknown,
): Operation {
  return {
    run: (raw, context) => {
      const parsed = schema.safeParse(raw);
      if (parsed.success) return run(parsed.data, context);
      const [issue] = parsed.error.issues;
      throw invalid(`1 validation error detected: ${issue?.path.join('.')}: ${issue?.message}`);
    },
  };
}

/** Which operation a request asks for, and with what. */
export interface Resolved {
  readonly name: string;
  readonly operation: Operation | undefined;
  /** Thrown errors are the service's validation errors. */
  readonly input: () => unknown;
}

export interface Service {
  readonly name: ServiceName;
  readonly protocol: Protocol;
  readonly dialect: Dialect;
  resolve(request: WireRequest): Resolved | undefined;
  /** The IAM action of an operation, where it is not `<name>:<operation>`. */
  readonly action?: (operation: string) => string;
}
