/**
 * STS: the query protocol, answers in XML.
 * @module
 */
import { QUERY_DIALECT } from '../wire/dialect.ts';
import { queryXml } from '../wire/protocol.ts';
import type { Operation, Resolved, Service, WireRequest } from '../wire/service.ts';
import { assumeRole } from './assume-role.ts';
import { getCallerIdentity } from './get-caller-identity.ts';

const OPERATIONS: Readonly<Record<string, Operation>> = {
  AssumeRole: assumeRole,
  GetCallerIdentity: getCallerIdentity,
};

export const sts: Service = {
  name: 'sts',
  protocol: queryXml,
  dialect: QUERY_DIALECT,
  resolve: (request: WireRequest): Resolved | undefined => {
    if (!request.headers.get('content-type')?.includes('x-www-form-urlencoded')) return undefined;
    const form = Object.fromEntries(new URLSearchParams(request.body));
    const name = form.Action ?? '';
    return { name, operation: OPERATIONS[name], input: () => form };
  },
};
