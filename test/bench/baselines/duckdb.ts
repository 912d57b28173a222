/**
 * Baseline, run as its own process: DuckDB reads the log files named in a list, aggregates tokens by model and
 * hour, keeps nothing, and prints the sums. `node duckdb.ts THREADS LIST` where LIST holds one path per line.
 * @module
 */
import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

const [threads = '1', list = ''] = process.argv.slice(2);
const files = readFileSync(list, 'utf8').trimEnd().split('\n');
const quoted = files.map((file) => `'${file.replaceAll("'", "''")}'`).join(', ');

const instance = await DuckDBInstance.create(':memory:', { threads });
const connection = await instance.connect();
const result = await connection.runAndReadAll(`
  SELECT modelId AS "modelId",
         left("timestamp", 13) AS hour,
         count(*) FILTER (errorCode IS NULL)::DOUBLE AS invocations,
         count(*) FILTER (errorCode IS NOT NULL)::DOUBLE AS "failedInvocations",
         coalesce(sum(input.inputTokenCount), 0)::DOUBLE AS input,
         coalesce(sum(output.outputTokenCount), 0)::DOUBLE AS output,
         coalesce(sum(input.cacheReadInputTokenCount), 0)::DOUBLE AS "cacheRead",
         coalesce(sum(input.cacheWriteInputTokenCount), 0)::DOUBLE AS "cacheWrite"
  FROM read_ndjson([${quoted}],
    maximum_object_size = 67108864,
    columns = {
      "timestamp": 'VARCHAR',
      modelId: 'VARCHAR',
      errorCode: 'VARCHAR',
      input: 'STRUCT(inputTokenCount BIGINT, cacheReadInputTokenCount BIGINT, cacheWriteInputTokenCount BIGINT)',
      output: 'STRUCT(outputTokenCount BIGINT)'
    })
  GROUP BY ALL`);
process.stdout.write(JSON.stringify(result.getRowObjectsJson()));
