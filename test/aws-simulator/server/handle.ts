/**
 * From a request to an answer: who asks whom for what, whether it may, and what goes wrong on request.
 * @module
 */
import { randomUUID } from 'node:crypto';
import { callerOf } from './credentials.ts';
import { REQUEST_FAULTS } from './faults/fault.ts';
import { type Breakage, provoke } from './faults/provoke.ts';
import { serviceOf } from './services.ts';
import type { Simulator } from './simulator.ts';
import { credentialOf } from './wire/authorization.ts';
import { AwsError, Refused } from './wire/aws-error.ts';
import { inDialect } from './wire/dialect.ts';
import type { Caller, Service, WireRequest } from './wire/service.ts';

/** An answer, and what is to be done to the connection instead of sending it properly. */
export interface Handled {
  readonly response: Response;
  readonly breakage?: Breakage;
}

/** Answers one AWS request. */
export async function handle(request: WireRequest, simulator: Simulator): Promise<Handled> {
  const requestId = randomUUID();
  const service = serviceOf(request);
  if (!service) return { response: new Response('no such service', { status: 404 }) };
  try {
    return await answer(request, service, simulator, requestId);
  } catch (error) {
    return { response: service.protocol.failure(asAwsError(error, service), requestId) };
  }
}

async function answer(
  request: WireRequest,
  service: Service,
  simulator: Simulator,
  requestId: string,
): Promise<Handled> {
  const caller = callerOf(credentialOf(request.headers), simulator.home);
  const resolved = service.resolve(request);
  const name = resolved?.name ?? 'Unknown';
  const count = simulator.calls.of({ service: service.name, operation: name, ...place(caller) });
  count.requests += 1;
  try {
    const target = { service: service.name, operation: name, ...place(caller) };
    const kinds = REQUEST_FAULTS.filter((kind) => appliesTo(kind, request, name));
    const fault = simulator.faults.strike(target, kinds);
    const action = service.action?.(name) ?? `${service.name}:${name}`;
    const breakage = fault && provoke(fault, { service, action, caller });
    if (breakage && breakage !== 'truncated') return { response: new Response(null), breakage };
    simulator.limits.take(service.name, name, caller);
    if (!resolved?.operation) throw new Refused('unknown-operation', `Unknown operation ${name}`);
    if (name !== 'GetCallerIdentity') simulator.permissions.check(action, caller);
    const context = { ...caller, simulator, request, now: simulator.clock.now() };
    const output = await resolved.operation.run(resolved.input(), context);
    const response = service.protocol.answer(output, name, requestId);
    return breakage ? { response, breakage } : { response };
  } catch (error) {
    count.errors += 1;
    throw error;
  }
}

const place = ({ account, region }: Caller) => ({ account, region });

/** Some faults make sense for some requests only; some are the operation's own affair. */
function appliesTo(kind: string, request: WireRequest, operation: string): boolean {
  if (kind === 'empty-metrics') return false;
  if (kind === 'wrong-region') return /Object/.test(operation);
  if (kind !== 'expired-page-token') return true;
  return /"(next|NextPage|Next)Token"|[?&](nextToken|continuation-token)=/i.test(
    request.body + request.url.search,
  );
}

function asAwsError(error: unknown, service: Service): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof Refused) return inDialect(service.dialect, error);
  process.stderr.write(`aws-simulator: ${error instanceof Error ? error.stack : String(error)}\n`);
  return inDialect(service.dialect, new Refused('internal', 'The simulator failed; see its log'));
}
