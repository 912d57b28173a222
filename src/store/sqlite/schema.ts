/**
 * The schema, as migrations that are only ever appended to. `PRAGMA user_version` counts those applied.
 *
 * Strings live once in `label`; roll-up rows hold small integers. 0 stands for "none" in interned columns,
 * because NULLs are distinct in UNIQUE keys. Hours, days and minutes are counted from the Unix epoch, UTC.
 * @module
 */
import { ALARMS, NOTICES } from './alarms.ts';
import { KEPT_MONTHS } from './kept-months.ts';

const COUNTS = `
  calls INTEGER NOT NULL, failed INTEGER NOT NULL, unpriced_calls INTEGER NOT NULL,
  input INTEGER NOT NULL, output INTEGER NOT NULL, cache_read INTEGER NOT NULL,
  cache_write INTEGER NOT NULL, cache_write_5m INTEGER NOT NULL,
  cache_write_30m INTEGER NOT NULL, cache_write_1h INTEGER NOT NULL,
  units INTEGER NOT NULL,
  cost_input INTEGER NOT NULL, cost_output INTEGER NOT NULL, cost_cache_read INTEGER NOT NULL,
  cost_cache_write INTEGER NOT NULL, cost_units INTEGER NOT NULL`;

const UNPRICED_SUMS = `
  unpriced_input INTEGER NOT NULL, unpriced_output INTEGER NOT NULL, unpriced_cache_read INTEGER NOT NULL,
  unpriced_cache_write INTEGER NOT NULL, unpriced_units INTEGER NOT NULL`;

const MINUTE_MEASURES = `
  calls INTEGER NOT NULL, throttled INTEGER NOT NULL,
  client_errors INTEGER NOT NULL, server_errors INTEGER NOT NULL,
  input INTEGER NOT NULL, output INTEGER NOT NULL, cache_read INTEGER NOT NULL, cache_write INTEGER NOT NULL,
  max_tokens INTEGER NOT NULL, max_tokens_omitted INTEGER NOT NULL, max_tokens_unknown INTEGER NOT NULL`;

const SPINE = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE cursor (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE source_state (
  collector TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL,
  last_event INTEGER, last_ingest INTEGER, facts INTEGER NOT NULL,
  last_success INTEGER, last_attempt INTEGER, error TEXT, hint TEXT,
  PRIMARY KEY (collector, account, region)) STRICT, WITHOUT ROWID;

CREATE TABLE label (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE tagset (id INTEGER PRIMARY KEY, canonical TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE tagset_tag (
  tagset INTEGER NOT NULL, key INTEGER NOT NULL, value INTEGER NOT NULL,
  PRIMARY KEY (tagset, key)) STRICT, WITHOUT ROWID;

-- What was called, and which model that is: parsed from the id alone, then as the inventory resolves it.
CREATE TABLE model_ref (
  id INTEGER PRIMARY KEY,
  called INTEGER NOT NULL, parsed_base INTEGER NOT NULL, parsed_scope INTEGER NOT NULL,
  base INTEGER NOT NULL, scope INTEGER NOT NULL, profile INTEGER NOT NULL,
  UNIQUE (called, parsed_base, parsed_scope)) STRICT;

-- A combination of dimensions. \`whole\` is the same combination over all sessions.
CREATE TABLE series (
  id INTEGER PRIMARY KEY, whole INTEGER NOT NULL,
  account INTEGER NOT NULL, region INTEGER NOT NULL, operation INTEGER NOT NULL, model_ref INTEGER NOT NULL,
  tier INTEGER NOT NULL, latency INTEGER NOT NULL, band INTEGER NOT NULL, batch INTEGER NOT NULL,
  unit INTEGER NOT NULL, principal INTEGER NOT NULL, session INTEGER NOT NULL, agent INTEGER NOT NULL,
  tagset INTEGER NOT NULL, guardrail INTEGER NOT NULL, guardrail_action INTEGER NOT NULL,
  UNIQUE (principal, model_ref, session, account, region, operation, tier, latency, band, batch, unit, agent,
          tagset, guardrail, guardrail_action)) STRICT;
CREATE TABLE place (
  id INTEGER PRIMARY KEY, account INTEGER NOT NULL, region INTEGER NOT NULL, UNIQUE (account, region)) STRICT;

CREATE TABLE invocation (
  id INTEGER PRIMARY KEY,
  request BLOB NOT NULL, place INTEGER NOT NULL,
  at INTEGER NOT NULL, series INTEGER NOT NULL,
  input INTEGER NOT NULL, output INTEGER NOT NULL, cache_read INTEGER NOT NULL,
  cache_write INTEGER NOT NULL, cache_write_5m INTEGER NOT NULL,
  cache_write_30m INTEGER NOT NULL, cache_write_1h INTEGER NOT NULL,
  error INTEGER NOT NULL, stop_reason INTEGER NOT NULL, inference_region INTEGER NOT NULL,
  max_tokens INTEGER, tool_uses INTEGER, latency_ms INTEGER, first_byte_ms INTEGER,
  prompt_hash INTEGER, prefix_hashes BLOB, suspect INTEGER NOT NULL,
  UNIQUE (request, place)) STRICT;
-- From a roll-up row to its calls.
CREATE INDEX invocation_by_series ON invocation (series, at);

-- One row per price book, so that late facts never move what another book has priced. In an hour a SKU's kind has a rate
-- in a book or has none: \`unpriced\` is the set of kinds without, as bits in column order.
CREATE TABLE usage_hour (hour INTEGER NOT NULL, series INTEGER NOT NULL, ${COUNTS},
  unpriced INTEGER NOT NULL, price_version INTEGER NOT NULL,
  PRIMARY KEY (hour, series, price_version)) STRICT, WITHOUT ROWID;
-- Sums of usage_hour over the hours of a day and over sessions; never rounded again.
CREATE TABLE usage_day (day INTEGER NOT NULL, series INTEGER NOT NULL, ${COUNTS}, ${UNPRICED_SUMS},
  PRIMARY KEY (day, series)) STRICT, WITHOUT ROWID;
-- The same over months; \`day\` is the first of the month.
CREATE TABLE usage_month (day INTEGER NOT NULL, series INTEGER NOT NULL, ${COUNTS}, ${UNPRICED_SUMS},
  PRIMARY KEY (day, series)) STRICT, WITHOUT ROWID;
-- Quotas are per minute: kept 16 days by caller, 90 days by model.
CREATE TABLE usage_minute (minute INTEGER NOT NULL, series INTEGER NOT NULL, ${MINUTE_MEASURES},
  PRIMARY KEY (minute, series)) STRICT, WITHOUT ROWID;
CREATE TABLE demand_minute (place INTEGER NOT NULL, model_ref INTEGER NOT NULL, minute INTEGER NOT NULL,
  ${MINUTE_MEASURES}, PRIMARY KEY (place, model_ref, minute)) STRICT, WITHOUT ROWID;

CREATE TABLE object_seen (name TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE metric_series (
  id INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL, namespace TEXT NOT NULL,
  metric TEXT NOT NULL, dimensions TEXT NOT NULL, statistic TEXT NOT NULL,
  UNIQUE (namespace, metric, account, region, dimensions, statistic)) STRICT;
CREATE TABLE metric_point (
  series INTEGER NOT NULL, at INTEGER NOT NULL, period INTEGER NOT NULL, value REAL NOT NULL,
  PRIMARY KEY (series, at)) STRICT, WITHOUT ROWID;

-- Quotas, profiles, provisioned throughput, models: what was listed, from when to when.
CREATE TABLE item (
  kind TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, id TEXT NOT NULL,
  from_at INTEGER NOT NULL, to_at INTEGER, body TEXT NOT NULL,
  PRIMARY KEY (kind, account, region, id, from_at)) STRICT, WITHOUT ROWID;

CREATE TABLE bill_day (
  day INTEGER NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, service TEXT NOT NULL, usage_type TEXT NOT NULL,
  quantity TEXT NOT NULL, unit TEXT NOT NULL, cost_nano INTEGER NOT NULL, provisional INTEGER NOT NULL,
  PRIMARY KEY (day, account, region, service, usage_type)) STRICT, WITHOUT ROWID;
CREATE TABLE aws_call (
  day INTEGER NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, service TEXT NOT NULL, operation TEXT NOT NULL,
  calls INTEGER NOT NULL, billed_units INTEGER NOT NULL,
  PRIMARY KEY (day, account, region, service, operation)) STRICT, WITHOUT ROWID;

CREATE TABLE dimension_seen (day INTEGER NOT NULL, dimension TEXT NOT NULL, value INTEGER NOT NULL,
  PRIMARY KEY (day, dimension, value)) STRICT, WITHOUT ROWID;
CREATE TABLE dimension_overflow (day INTEGER NOT NULL, dimension TEXT NOT NULL, facts INTEGER NOT NULL,
  PRIMARY KEY (day, dimension)) STRICT, WITHOUT ROWID;
CREATE TABLE price_reprice (
  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, reason TEXT NOT NULL,
  from_at INTEGER NOT NULL, to_at INTEGER NOT NULL, price_version INTEGER NOT NULL,
  before_nano INTEGER NOT NULL, after_nano INTEGER NOT NULL, changed_rows INTEGER NOT NULL) STRICT;
CREATE TABLE price_version (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, first_used INTEGER NOT NULL) STRICT;
`;

/** Single calls in order of time, and what calls without tokens consumed. */
const CALLS = `
ALTER TABLE invocation ADD COLUMN units INTEGER NOT NULL DEFAULT 0;
CREATE INDEX invocation_by_at ON invocation (at);
`;

/**
 * What retention has to remember: hours that lost single calls, facts turned away from them, which ids arrived on which
 * day (rows from before are of the last day at the latest), and how far the minutes of a metric are folded into hours.
 */
const RETENTION = `
CREATE TABLE forgotten_hour (hour INTEGER NOT NULL, place INTEGER NOT NULL,
  PRIMARY KEY (hour, place)) STRICT, WITHOUT ROWID;
CREATE TABLE late_fact (day INTEGER PRIMARY KEY, facts INTEGER NOT NULL) STRICT;
CREATE TABLE arrival (first_id INTEGER PRIMARY KEY, day INTEGER NOT NULL) STRICT;
INSERT INTO arrival SELECT 1, coalesce((SELECT max(last_ingest) FROM source_state), 0) / 86400
  WHERE EXISTS (SELECT 1 FROM invocation);
ALTER TABLE metric_series ADD COLUMN folded_to INTEGER NOT NULL DEFAULT 0;
`;

/** Tags of application inference profiles, by the label of what is called. */
const PROFILE_TAGS = `
CREATE TABLE profile_tag (called INTEGER NOT NULL, key INTEGER NOT NULL, value INTEGER NOT NULL,
  PRIMARY KEY (called, key)) STRICT, WITHOUT ROWID;
`;

/** Which models stand behind ids, as the inventory has told: known to calls that come later, too. */
const RESOLUTIONS = `
CREATE TABLE model_resolution (called INTEGER PRIMARY KEY, base INTEGER NOT NULL, scope INTEGER NOT NULL) STRICT;
INSERT INTO model_resolution SELECT called, max(base), max(scope) FROM model_ref
  WHERE base <> parsed_base OR scope <> parsed_scope GROUP BY called HAVING count(DISTINCT base || ' ' || scope) = 1;
`;

/** Applied in order; never edited once released. */
export const MIGRATIONS: readonly string[] = [
  SPINE,
  CALLS,
  ALARMS,
  RETENTION,
  PROFILE_TAGS,
  NOTICES,
  RESOLUTIONS,
  KEPT_MONTHS,
];
