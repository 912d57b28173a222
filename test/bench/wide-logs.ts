/**
 * Thirteen months of metadata-only records of many series (model × principal) of three accounts in two Regions, for the
 * query benchmark: about one call per series in half of the hours, which is one roll-up row whatever the number of calls
 * behind it.
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Random } from '../aws-simulator/world/random.ts';
import { cached } from './cache.ts';

export const WIDE_END = Date.UTC(2026, 10, 1) / 1000;
const HOUR = 3600;
const DAY = 24 * HOUR;
const PRINCIPALS = 25;
const BUSY_HOURS = 0.5;
export const WIDE_MODELS = [
  'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'us.anthropic.claude-haiku-4-5-20251001-v1:0',
  'global.anthropic.claude-haiku-4-5-20251001-v1:0',
  'us.anthropic.claude-opus-4-5-20251101-v1:0',
  'us.anthropic.claude-opus-4-1-20250805-v1:0',
  'us.anthropic.claude-sonnet-4-20250514-v1:0',
  'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
  'anthropic.claude-3-haiku-20240307-v1:0',
  'us.amazon.nova-micro-v1:0',
  'amazon.nova-lite-v1:0',
  'us.amazon.nova-lite-v1:0',
  'us.amazon.nova-pro-v1:0',
  'us.amazon.nova-premier-v1:0',
  'amazon.titan-embed-text-v2:0',
  'us.meta.llama3-3-70b-instruct-v1:0',
  'us.meta.llama4-scout-17b-instruct-v1:0',
  'us.mistral.pixtral-large-2502-v1:0',
  'openai.gpt-oss-120b-1:0',
  'us.deepseek.r1-v1:0',
] as const;

/** Where callers are, in turn. */
export const WIDE_PLACES = [
  { account: '111122223333', region: 'us-east-1' },
  { account: '444455556666', region: 'us-east-1' },
  { account: '444455556666', region: 'us-west-2' },
  { account: '777788889999', region: 'us-west-2' },
] as const;

export const WIDE_SERIES = WIDE_MODELS.length * PRINCIPALS;

/**
 * @param which other calls of the same callers and hours under another name
 * @returns the folder of the logs, one file per day
 */
export function wideLogs(days: number, which = 'wide'): Promise<string> {
  return cached(
    `${which}-${days}d`,
    ['bench/wide-logs.ts', 'aws-simulator/world/random.ts'],
    async (folder) => {
      for (let day = 0; day < days; day++) {
        const from = WIDE_END - (days - day) * DAY;
        const name = `day-${String(day).padStart(4, '0')}.json.gz`;
        await writeFile(join(folder, name), gzipSync(linesOf(from, which), { level: 1 }));
      }
    },
  );
}

function linesOf(from: number, which: string): string {
  const random = new Random(`${which} ${from}`);
  let lines = '';
  for (let hour = from; hour < from + DAY; hour += HOUR) {
    for (const modelId of WIDE_MODELS) {
      for (let principal = 0; principal < PRINCIPALS; principal++) {
        if (random.chance(BUSY_HOURS))
          lines += `${JSON.stringify(record(modelId, principal, hour, random))}\n`;
      }
    }
  }
  return lines;
}

function record(modelId: string, principal: number, hour: number, random: Random): object {
  const { account: accountId, region } = WIDE_PLACES[principal % WIDE_PLACES.length] ?? WIDE_PLACES[0];
  return {
    timestamp: new Date((hour + random.int(HOUR)) * 1000).toISOString().replace('.000Z', 'Z'),
    accountId,
    identity: { arn: `arn:aws:iam::${accountId}:user/team/app-${principal}` },
    region,
    requestId: random.uuid(),
    operation: 'Converse',
    modelId,
    input: {
      inputContentType: 'application/json',
      inputTokenCount: random.int(5000),
      cacheReadInputTokenCount: random.int(20_000),
      cacheWriteInputTokenCount: random.int(1000),
    },
    output: { outputContentType: 'application/json', outputTokenCount: random.int(2000) },
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
  };
}
