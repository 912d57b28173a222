/**
 * `bedrock-meter config`: check the configuration, or print its schema.
 * @module
 */
import type { Command } from 'commander';
import { stringify } from 'yaml';
import { redacted } from '../config/redact.ts';
import { jsonSchema } from '../config/schema.ts';
import { oddRegions } from '../daemon/collect/known-regions.ts';
import { EXIT } from '../domain/errors.ts';
import { type CommonOptions, configOf, pricesOf, print } from './context.ts';
import type { Action } from './run.ts';

export function addConfig(program: Command, choose: (action: Action) => void): Command[] {
  const config = program.command('config').description('check the configuration, or print its JSON Schema');
  const check = config
    .command('check')
    .description('read the configuration and print it resolved, without secrets')
    .action((options: CommonOptions) => choose(() => runCheck(options)));
  const schema = config
    .command('schema')
    .description('the JSON Schema, for editors')
    .action(() => choose(runSchema));
  return [check, schema];
}

async function runCheck(options: CommonOptions) {
  const config = configOf(options);
  pricesOf(config, options);
  const warnings = oddRegions(config.accounts).map(({ key, message }) => `${key}: ${message}`);
  for (const warning of warnings) process.stderr.write(`warning: ${warning}\n`);
  const shown = redacted(config);
  print(
    options,
    () => ({ ok: true, warnings, config: shown }),
    () => stringify(shown),
  );
  return EXIT.done;
}

async function runSchema() {
  process.stdout.write(`${JSON.stringify(jsonSchema(), null, 2)}\n`);
  return EXIT.done;
}
