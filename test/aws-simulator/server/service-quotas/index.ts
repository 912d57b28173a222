/**
 * Service Quotas: AWS JSON 1.1, `ServiceQuotasV20190624`.
 * @module
 */
import { JSON_DIALECT } from '../wire/dialect.ts';
import { awsJson } from '../wire/protocol.ts';
import type { Service } from '../wire/service.ts';
import { byTarget } from '../wire/target.ts';
import { OPERATIONS } from './operations.ts';

export const serviceQuotas: Service = {
  name: 'servicequotas',
  protocol: awsJson('1.1'),
  dialect: {
    ...JSON_DIALECT,
    validation: ['IllegalArgumentException', 400],
    throttling: ['TooManyRequestsException', 400],
    'expired-credentials': ['ExpiredTokenException', 400],
    internal: ['ServiceException', 500],
  },
  resolve: byTarget('ServiceQuotasV20190624', OPERATIONS),
};
