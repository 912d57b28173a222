/**
 * `bedrock-meter backup`: a copy of the store, also while the daemon runs.
 * @module
 */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { pricesFolder } from '../../pricing/index.ts';
import { EXIT, MeterError } from '../domain/errors.ts';
import { groupThousands } from '../domain/format.ts';
import { backupDatabase } from '../store/sqlite/backup.ts';
import { type CommonOptions, configOf, databaseOf, print } from './context.ts';
import type { Action } from './run.ts';

export function addBackup(program: Command, choose: (action: Action) => void): Command[] {
  const command = program
    .command('backup')
    .description('copy the store into a new file, also while the daemon runs')
    .argument('<file>', 'the copy; must not exist yet')
    .action((file: string, options: CommonOptions) => choose(() => run(file, options)));
  return [command];
}

async function run(file: string, options: CommonOptions) {
  const database = databaseOf(options, configOf(options));
  if (!existsSync(database)) {
    throw new MeterError(`database ${database} does not exist`, {
      hint: 'name the file with --db, or the configuration with --config',
    });
  }
  const started = performance.now();
  const bytes = backupDatabase(database, file);
  const seconds = Math.round(performance.now() - started) / 1000;
  // Imported prices are files beside the store; a restored store can import them anew.
  const folder = pricesFolder(database);
  const prices = existsSync(folder) ? folder : null;
  print(
    options,
    () => ({ database, file, bytes, seconds, importedPrices: prices }),
    () =>
      [
        `${database} copied to ${file}: ${groupThousands(bytes)} bytes (${seconds} s)`,
        ...(prices === null ? [] : [`Imported prices are files of their own: copy ${prices} as well`]),
        `To restore: stop the daemon, remove ${database}-wal and -shm, and put the copy in the place of ${database}`,
      ].join('\n'),
  );
  return EXIT.done;
}
