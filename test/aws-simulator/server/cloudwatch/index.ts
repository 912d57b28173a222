/**
 * CloudWatch: AWS JSON 1.0 with the error codes of its query protocol (`GraniteServiceVersion20100801`).
 * @module
 */
import { QUERY_DIALECT } from '../wire/dialect.ts';
import { queryCompatibleJson } from '../wire/protocol.ts';
import type { Service } from '../wire/service.ts';
import { byTarget } from '../wire/target.ts';
import { getMetricData } from './get-metric-data.ts';
import { listMetrics } from './list-metrics.ts';
import { putMetricData } from './put-metric-data.ts';

export const cloudwatch: Service = {
  name: 'monitoring',
  protocol: queryCompatibleJson('com.amazonaws.cloudwatch'),
  dialect: QUERY_DIALECT,
  action: (name) => `cloudwatch:${name}`,
  resolve: byTarget('GraniteServiceVersion20100801', {
    GetMetricData: getMetricData,
    ListMetrics: listMetrics,
    PutMetricData: putMetricData,
  }),
};
