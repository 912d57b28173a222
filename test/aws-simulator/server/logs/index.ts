/**
 * CloudWatch Logs: AWS JSON 1.1, `Logs_20140328`.
 * @module
 */
import { JSON_DIALECT } from '../wire/dialect.ts';
import { awsJson } from '../wire/protocol.ts';
import type { Service } from '../wire/service.ts';
import { byTarget } from '../wire/target.ts';
import { describeLogGroups, describeLogStreams } from './describe-log-groups.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { getLogEvents } from './get-log-events.ts';
import { getQueryResults, startQuery, stopQuery } from './queries.ts';

export const logs: Service = {
  name: 'logs',
  protocol: awsJson('1.1'),
  dialect: {
    ...JSON_DIALECT,
    validation: ['InvalidParameterException', 400],
    'bad-page-token': ['InvalidParameterException', 400],
  },
  resolve: byTarget('Logs_20140328', {
    FilterLogEvents: filterLogEvents,
    GetLogEvents: getLogEvents,
    DescribeLogGroups: describeLogGroups,
    DescribeLogStreams: describeLogStreams,
    StartQuery: startQuery,
    GetQueryResults: getQueryResults,
    StopQuery: stopQuery,
  }),
};
