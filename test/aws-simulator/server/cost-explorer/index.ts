/**
 * Cost Explorer: AWS JSON 1.1, `AWSInsightsIndexService`.
 * @module
 */

import { JSON_DIALECT } from '../wire/dialect.ts';
import { awsJson } from '../wire/protocol.ts';
import type { Service } from '../wire/service.ts';
import { byTarget } from '../wire/target.ts';
import { getCostAndUsage } from './get-cost-and-usage.ts';

export const costExplorer: Service = {
  name: 'ce',
  protocol: awsJson('1.1'),
  dialect: {
    ...JSON_DIALECT,
    throttling: ['LimitExceededException', 400],
    'bad-page-token': ['InvalidNextTokenException', 400],
  },
  resolve: byTarget('AWSInsightsIndexService', { GetCostAndUsage: getCostAndUsage }),
};
