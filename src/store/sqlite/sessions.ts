/**
 * Sessions of callers, from single calls.
 * @module
 */
import { OTHER_LABEL } from '../../domain/dimension.ts';
import type { SessionQuery, SessionRow } from '../../domain/drill.ts';
import type { EpochSeconds, TimeRange } from '../../domain/time.ts';
import { callsOf, PROMPT_SQL, TOKEN_SUMS, type TokenRow, tokensOf } from './calls.ts';
import { type Labels, NONE } from './labels.ts';
import { TOKEN_COLUMNS } from './measures.ts';
import type { Db } from './open.ts';

type GroupRow = TokenRow & {
  account: number;
  region: number;
  agent: number;
  principal: number;
  session: number;
  calls: number;
  failed: number;
  first_at: EpochSeconds;
  last_at: EpochSeconds;
  largest: number;
  tool_uses: number | null;
  series: string;
};

const ALL_TOKENS = TOKEN_COLUMNS.map(([, column]) => `total(i.${column})`).join(' + ');

/**
 * Most tokens first. Calls without a session are in none, and those past the daily ceiling of sessions ("(other)")
 * are many that can no longer be told apart: neither makes a row.
 */
export function querySessions(db: Db, labels: Labels, query: SessionQuery): SessionRow[] {
  const { from, params } = callsOf(db, labels, query.range, query.where);
  const groups = db
    .prepare<(number | string)[], GroupRow>(
      `SELECT s.account, s.region, s.agent, s.principal, s.session, count(*) - count(nullif(i.error, ${NONE})) AS calls,
              count(nullif(i.error, ${NONE})) AS failed, min(i.at) AS first_at, max(i.at) AS last_at,
              max(iif(i.error = ${NONE}, ${PROMPT_SQL}, 0)) AS largest, sum(i.tool_uses) AS tool_uses, ${TOKEN_SUMS},
              group_concat(DISTINCT i.series) AS series
       ${from} AND s.session NOT IN (${NONE}, ?)
       GROUP BY 1, 2, 3, 4, 5 ORDER BY ${ALL_TOKENS} DESC, first_at, s.session, s.principal, s.agent, 1, 2 LIMIT ?`,
    )
    .all(...params, labels.find(OTHER_LABEL) ?? -1, query.limit);
  const ends = new Ends(db, query.range);
  return groups.map((row) => {
    const series = row.series.split(',').map(Number);
    const [first, last] = [ends.of(series, 'first'), ends.of(series, 'last')];
    return {
      account: labels.textOf(row.account) ?? '',
      region: labels.textOf(row.region) ?? '',
      agent: labels.textOf(row.agent),
      principal: labels.textOf(row.principal),
      session: labels.textOf(row.session) ?? '',
      calls: row.calls,
      failed: row.failed,
      firstAt: row.first_at,
      lastAt: row.last_at,
      tokens: tokensOf(row),
      lastPrompt: last?.prompt ?? 0,
      lastOutput: last?.output ?? 0,
      firstPrompt: first?.prompt ?? 0,
      largestPrompt: row.largest,
      toolUses: row.tool_uses,
    };
  });
}

interface End {
  id: number;
  at: number;
  prompt: number;
  output: number;
}

/** First and last calls that succeeded, by time and then by arrival. */
class Ends {
  readonly #range: TimeRange;
  readonly #select;

  constructor(db: Db, range: TimeRange) {
    this.#range = range;
    const edge = (order: string) =>
      db.prepare<[number, number, number], End>(
        `SELECT i.id, i.at, ${PROMPT_SQL} AS prompt, i.output FROM invocation i INDEXED BY invocation_by_series
         WHERE i.series = ? AND i.at >= ? AND i.at < ? AND i.error = ${NONE}
         ORDER BY i.at ${order}, i.id ${order} LIMIT 1`,
      );
    this.#select = { first: edge('ASC'), last: edge('DESC') };
  }

  /** Undefined where none succeeded. */
  of(series: readonly number[], which: 'first' | 'last'): End | undefined {
    const { from, to } = this.#range;
    const found = series.flatMap((id) => this.#select[which].get(id, from, to) ?? []);
    const sorted = found.sort((a, b) => a.at - b.at || a.id - b.id);
    return sorted.at(which === 'first' ? 0 : -1);
  }
}
