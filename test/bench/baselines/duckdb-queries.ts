/**
 * Baseline, run as its own process: the same roll-up rows as a DuckDB table in a file, asked the same questions.
 * `node duckdb-queries.ts THREADS FOLDER ROUNDS FILE`. Prints, by question, milliseconds of each round and the sum.
 * @module
 */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { QUESTIONS, type Question, rangeOf } from '../queries.ts';

const [threads = '1', folder = '', rounds = '1', file = ':memory:'] = process.argv.slice(2);
const instance = await DuckDBInstance.create(file, { threads });
const connection = await instance.connect();
await connection.run(`
  CREATE TABLE usage_hour AS
  SELECT date_trunc('hour', "timestamp") AS hour, date_trunc('day', "timestamp") AS day,
         date_trunc('month', "timestamp") AS month, modelId AS "modelId", identity.arn AS principal,
         accountId AS account, count(*) AS calls, sum(input.inputTokenCount)::BIGINT AS input,
         sum(output.outputTokenCount)::BIGINT AS output, sum(input.cacheReadInputTokenCount)::BIGINT AS "cacheRead",
         sum(input.cacheWriteInputTokenCount)::BIGINT AS "cacheWrite"
  FROM read_ndjson('${join(folder, '*.json.gz').replaceAll("'", "''")}', columns = {
    "timestamp": 'TIMESTAMP', modelId: 'VARCHAR', accountId: 'VARCHAR', identity: 'STRUCT(arn VARCHAR)',
    input: 'STRUCT(inputTokenCount BIGINT, cacheReadInputTokenCount BIGINT, cacheWriteInputTokenCount BIGINT)',
    output: 'STRUCT(outputTokenCount BIGINT)'})
  GROUP BY ALL ORDER BY hour`);

// Compresses the columns, as a table that was filled yesterday is.
await connection.run('CHECKPOINT');

const answers = [];
for (const question of QUESTIONS) {
  const times: number[] = [];
  let rows: Record<string, unknown>[] = [];
  for (let round = 0; round < Number(rounds); round++) {
    const began = performance.now();
    rows = (await connection.runAndReadAll(sqlOf(question))).getRowObjectsJS();
    times.push(performance.now() - began);
  }
  const output = rows.reduce((sum, row) => sum + Number(row.output), 0);
  answers.push({ name: question.name, times, rows: rows.length, output });
}
process.stdout.write(JSON.stringify(answers));

function sqlOf(question: Question): string {
  const { from, to } = rangeOf(question);
  const iso = (at: number) => new Date(at * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const { where } = question;
  return `
    SELECT ${question.by.map((name) => `"${name}"`).join(', ')}, sum(calls)::DOUBLE AS calls,
           sum(input)::DOUBLE AS input, sum(output)::DOUBLE AS output,
           sum("cacheRead")::DOUBLE AS "cacheRead", sum("cacheWrite")::DOUBLE AS "cacheWrite"
    FROM usage_hour
    WHERE hour >= TIMESTAMP '${iso(from)}' AND hour < TIMESTAMP '${iso(to)}'
      ${where ? `AND "${where.dimension}" = '${where.value}'` : ''}
    GROUP BY ALL`;
}
