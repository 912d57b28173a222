/**
 * DescribeServices and GetProducts (AWS Price List API Reference).
 * @module
 */
import { z } from 'zod';
import { pageOf } from '../wire/page.ts';
import { operation } from '../wire/service.ts';
import { frameOf, OFFERED_REGIONS, type Product, productsOf, SERVICE_CODES, termsOf } from './products.ts';
import { effectiveDateOf, versionsAt } from './versions.ts';

const ATTRIBUTES = ['servicecode', 'regionCode', 'usagetype', 'model', 'provider', 'feature'];

const servicesInput = z.object({
  ServiceCode: z.string().optional(),
  NextToken: z.string().optional(),
  MaxResults: z.int().min(1).max(100).default(100),
});

export const describeServices = operation(
  servicesInput,
  ({ ServiceCode, NextToken, MaxResults }, { now }) => {
    const services = SERVICE_CODES.filter((code) => (ServiceCode ?? code) === code);
    const { items, nextToken } = pageOf(services, {
      token: NextToken,
      limit: MaxResults,
      question: ServiceCode ?? '',
      now,
    });
    return {
      FormatVersion: 'aws_v1',
      Services: items.map((code) => ({ ServiceCode: code, AttributeNames: ATTRIBUTES })),
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    };
  },
);

const filter = z.object({
  Type: z.enum(['TERM_MATCH', 'EQUALS', 'CONTAINS', 'ANY_OF', 'NONE_OF']),
  Field: z.string(),
  Value: z.string(),
});
const productsInput = z.object({
  ServiceCode: z.enum(SERVICE_CODES),
  Filters: z.array(filter).max(50).default([]),
  FormatVersion: z.string().optional(),
  NextToken: z.string().optional(),
  MaxResults: z.int().min(1).max(100).default(100),
});

export const getProducts = operation(productsInput, (asked, { now }) => {
  const { ServiceCode, Filters, NextToken, MaxResults } = asked;
  const [version] = versionsAt(now);
  if (!version) return { FormatVersion: 'aws_v1', PriceList: [] };
  const products = OFFERED_REGIONS.flatMap((region) => productsOf(ServiceCode, region, version.day)).filter(
    (product) => Filters.every((each) => fits(product, each)),
  );
  const question = [ServiceCode, Filters, version.name];
  const { items, nextToken } = pageOf(products, { token: NextToken, limit: MaxResults, question, now });
  return {
    FormatVersion: 'aws_v1',
    PriceList: items.map((product) =>
      JSON.stringify({
        product: frameOf(product),
        serviceCode: ServiceCode,
        terms: { OnDemand: termsOf(product, effectiveDateOf(version)) },
        version: version.name,
        publicationDate: effectiveDateOf(version),
      }),
    ),
    ...(nextToken === undefined ? {} : { NextToken: nextToken }),
  };
});

/** Case does not count; `ANY_OF` finds nothing, as it was seen to. */
function fits({ attributes }: Product, { Type, Field, Value }: z.output<typeof filter>): boolean {
  const has = (attributes[Field] ?? '').toLowerCase();
  const wanted = Value.toLowerCase();
  if (Type === 'CONTAINS') return has.includes(wanted);
  return Type !== 'ANY_OF' && (has === wanted) === (Type !== 'NONE_OF');
}
