/**
 * Dimensions by which usage is grouped and filtered, the same in the CLI, the API, the pages and reports.
 * @module
 */

const PLAIN_DIMENSIONS = [
  'model',
  'modelId',
  'scope',
  'profile',
  'principal',
  'session',
  'agent',
  'account',
  'region',
  'operation',
  'tier',
  'tokenType',
  'hour',
  'day',
  'month',
] as const;
export type PlainDimension = (typeof PLAIN_DIMENSIONS)[number];
export type TagDimension = `tag:${string}`;
export type Dimension = PlainDimension | TagDimension;

const PLAIN = new Set<string>(PLAIN_DIMENSIONS);

/** Undefined when the text names no dimension. `tag:` needs a key. */
export function parseDimension(text: string): Dimension | undefined {
  if (PLAIN.has(text)) return text as PlainDimension;
  return text.startsWith('tag:') && text.length > 4 ? (text as TagDimension) : undefined;
}

export const dimensionNames = (): string => [...PLAIN_DIMENSIONS, 'tag:KEY'].join(', ');

/** Keeps rows whose value is one of `values`; null stands for "(none)". */
export interface DimensionFilter {
  readonly dimension: Dimension;
  readonly values: readonly (string | null)[];
}

/** What people see, and type, for rows without a value. */
export const NONE_LABEL = '(none)';
/** Values past a dimension's daily ceiling are counted under this one. */
export const OTHER_LABEL = '(other)';
