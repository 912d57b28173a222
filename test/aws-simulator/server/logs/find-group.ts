/**
 * The log group that a request names.
 * @module
 */
import { AwsError, invalid } from '../wire/aws-error.ts';
import type { Context } from '../wire/service.ts';
import { groupArn, groupsOf, type LogGroup } from './groups.ts';

interface Names {
  readonly logGroupName?: string | undefined;
  readonly logGroupIdentifier?: string | undefined;
}

/** By name, or by identifier: a name or an ARN. @throws AwsError when it does not exist */
export function findGroup(names: Names, context: Context): LogGroup {
  const { logGroupName, logGroupIdentifier } = names;
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) {
    throw invalid('Exactly one of logGroupName and logGroupIdentifier is required');
  }
  const wanted = (logGroupName ?? logGroupIdentifier ?? '').replace(/:\*$/, '');
  const groups = groupsOf(context.simulator, context.account, context.region);
  const found = groups.find((group) => group.name === wanted || groupArn(group) === wanted);
  if (!found) {
    throw new AwsError('ResourceNotFoundException', 400, 'The specified log group does not exist.');
  }
  return found;
}
