/**
 * Services whose operation is named by the `x-amz-target` header.
 * @module
 */
import { invalid } from './aws-error.ts';
import type { Operation, Resolved, WireRequest } from './service.ts';

/** @param prefix before the dot, with the service's API version */
export const byTarget =
  (prefix: string, operations: Readonly<Record<string, Operation>>) =>
  (request: WireRequest): Resolved | undefined => {
    const [version, name] = (request.headers.get('x-amz-target') ?? '').split('.');
    if (version !== prefix || !name) return undefined;
    return { name, operation: operations[name], input: () => parseJson(request.body) };
  };

/** A JSON body; none is an empty input. */
export function parseJson(body: string): unknown {
  if (body === '') return {};
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw invalid(`Unexpected request body: ${String(cause)}`);
  }
}
