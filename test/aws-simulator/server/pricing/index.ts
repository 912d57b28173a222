/**
 * The Price List query API: AWS JSON 1.1, `AWSPriceListService`.
 * @module
 */

import { JSON_DIALECT } from '../wire/dialect.ts';
import { awsJson } from '../wire/protocol.ts';
import type { Service } from '../wire/service.ts';
import { byTarget } from '../wire/target.ts';
import { describeServices, getProducts } from './get-products.ts';

export const priceList: Service = {
  name: 'pricing',
  protocol: awsJson('1.1'),
  dialect: {
    ...JSON_DIALECT,
    validation: ['InvalidParameterException', 400],
    internal: ['InternalErrorException', 500],
    'bad-page-token': ['InvalidNextTokenException', 400],
  },
  resolve: byTarget('AWSPriceListService', { DescribeServices: describeServices, GetProducts: getProducts }),
};
