/**
 * `bedrock-meter quota`: how full each quota is, who fills it, and what names of quotas say.
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { explainJson, explainNames } from '../answers/quota/explain.ts';
import { parseQuotaRequest, quotaAnswer, quotaJson } from '../answers/quota.ts';
import { EXIT, messageOf, UsageError } from '../domain/errors.ts';
import {
  type CommonOptions,
  configOf,
  databaseOf,
  flag,
  openExistingStore,
  pricesOf,
  print,
  withAnswers,
  withIds,
} from './context.ts';
import { explainText, quotaText } from './quota-text.ts';
import type { Action } from './run.ts';

interface Options extends CommonOptions {
  readonly account?: string;
  readonly region?: string;
  readonly window?: string;
  readonly all?: boolean;
  readonly explainNames?: string;
}

export function addQuota(program: Command, choose: (action: Action) => void): Command[] {
  const command = program
    .command('quota')
    .description('how full each Bedrock quota is, since when, and who fills it')
    .option('--account <id>', 'only this account')
    .option('--region <region>', 'only this source Region')
    .option('--window <span>', 'states and utilisation over the last 1h, 24h or 7d (default 24h)')
    .option('--all', 'list quotas without traffic too (JSON always has them)')
    .option('--explain-names <file>', 'what quota names say, one per line; - for standard input');
  return [
    command.action((options: Options) =>
      choose(() =>
        options.explainNames === undefined ? run(options) : explain(options, options.explainNames),
      ),
    ),
  ];
}

async function run(options: Options) {
  const request = parseQuotaRequest(withIds(options), flag);
  const answer = await withAnswers(options, (context) => quotaAnswer(context, request));
  print(
    options,
    () => quotaJson(answer),
    () => quotaText(answer, options.all === true),
  );
  return EXIT.done;
}

/** Needs no database; one that is there lends the names of the models that its accounts list. */
async function explain(options: Options, file: string) {
  const config = configOf(options);
  const { book } = pricesOf(config, options);
  const names = readNames(file);
  const known = options.db !== undefined || existsSync(databaseOf(options, config));
  const store = known ? openExistingStore(options) : null;
  try {
    const answer = await explainNames(names, { store, book, config });
    process.stderr.write(
      `compared with ${answer.catalogueModels} models of the price catalogue and ${answer.listedModels} that accounts list\n`,
    );
    print(
      options,
      () => explainJson(answer),
      () => explainText(answer),
    );
  } finally {
    await store?.close();
  }
  return EXIT.done;
}

const STDIN = 0;

function readNames(file: string): string[] {
  try {
    const text = readFileSync(file === '-' ? STDIN : file, 'utf8');
    return text.split(/\r?\n/).filter((line) => line.trim() !== '');
  } catch (error) {
    throw new UsageError(`--explain-names ${file}: cannot be read: ${messageOf(error)}`);
  }
}
