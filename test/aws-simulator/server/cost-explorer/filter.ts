/**
 * Filters of Cost Explorer: dimensions, combined with And, Or and Not ("Expression").
 * @module
 */
import { z } from 'zod';
import { invalid } from '../wire/aws-error.ts';
import type { BillKey } from './bill-line.ts';

const values = z.object({
  Key: z.string(),
  Values: z.array(z.string()).min(1),
  MatchOptions: z.array(z.string()).optional(),
});

export const expression = z.object({
  get And() {
    return z.array(expression).optional();
  },
  get Or() {
    return z.array(expression).optional();
  },
  get Not() {
    return expression.optional();
  },
  Dimensions: values.optional(),
  Tags: z.unknown().optional(),
});
export type Expression = z.output<typeof expression>;

const FIELDS: Readonly<Record<string, keyof BillKey>> = {
  SERVICE: 'service',
  USAGE_TYPE: 'usageType',
  REGION: 'region',
  LINKED_ACCOUNT: 'account',
  RECORD_TYPE: 'recordType',
};

/** The value of a dimension. @throws Refused for one that the simulator does not have */
export function dimensionOf(line: BillKey, key: string): string {
  const field = FIELDS[key];
  if (field === undefined) throw invalid(`The dimension ${key} is not simulated`);
  return line[field];
}

/** Whether a line passes; everything does without a filter. */
export function passes(line: BillKey, filter: Expression | undefined): boolean {
  if (!filter) return true;
  const { And, Or, Not, Dimensions } = filter;
  if (filter.Tags !== undefined) throw invalid('Tags are not simulated');
  if (And && !And.every((each) => passes(line, each))) return false;
  if (Or && !Or.some((each) => passes(line, each))) return false;
  if (Not && passes(line, Not)) return false;
  if (!Dimensions) return true;
  const has = dimensionOf(line, Dimensions.Key);
  const contains = Dimensions.MatchOptions?.includes('CONTAINS') ?? false;
  return Dimensions.Values.some((value) => (contains ? has.includes(value) : has === value));
}
