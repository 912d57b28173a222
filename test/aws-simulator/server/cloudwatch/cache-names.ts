/**
 * The prompt cache's metrics have two spellings: the one that AWS documents, and the one that deployed tools
 * read. An account has one of them.
 * @module
 */
import type { CacheMetricNames } from '../options.ts';
import type { SeriesId } from '../truth/metrics/series.ts';

const DOCUMENTED = /^(Cache(?:Read|Write)InputToken)s$/;
const DEPLOYED = /^(Cache(?:Read|Write)InputToken)Count$/;

/** A series under the name that the account knows. */
export const asPublished = (id: SeriesId, names: CacheMetricNames): SeriesId =>
  names === 'CacheReadInputTokens' ? id : { ...id, metric: id.metric.replace(DOCUMENTED, '$1Count') };

/** The series that a client names, under its documented name; undefined for the spelling that is not in use. */
export function asDocumented(id: SeriesId, names: CacheMetricNames): SeriesId | undefined {
  const other = names === 'CacheReadInputTokens' ? DEPLOYED : DOCUMENTED;
  if (other.test(id.metric)) return undefined;
  return { ...id, metric: id.metric.replace(DEPLOYED, '$1s') };
}
