/**
 * The command line: one file per command, errors and exit codes in one place.
 * @module
 */
import { Command, CommanderError } from 'commander';
import { EXIT, type ExitCode, MeterError, messageOf } from '../domain/errors.ts';
import { VERSION } from '../domain/version.ts';
import { commandFirst } from './arguments.ts';
import { type AddCommand, commandsFor } from './commands.ts';
import { withCommonOptions } from './context.ts';
import { isSilent } from './output.ts';

/** A command's work; what it returns is the exit code. */
export type Action = () => Promise<ExitCode>;

/**
 * Runs one command.
 * @param written the arguments behind the program's name
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage or configuration, 3 done in part
 */
export async function runCli(written: readonly string[]): Promise<ExitCode> {
  const args = commandFirst(written);
  onLostOutput();
  let action: Action | undefined;
  try {
    const program = buildProgram(await commandsFor(args), (chosen) => {
      action = chosen;
    });
    await program.parseAsync(args, { from: 'user' });
    return action ? await action() : EXIT.done;
  } catch (error) {
    return report(error, asksForJson(written));
  }
}

function buildProgram(commands: readonly AddCommand[], choose: (action: Action) => void): Command {
  const program = new Command('bedrock-meter')
    .description(
      'Where every Amazon Bedrock dollar and token went, who spent it, and what will throttle next.',
    )
    .version(VERSION)
    .exitOverride()
    .configureOutput({ outputError: () => undefined });
  for (const add of commands) {
    for (const command of add(program, choose)) withCommonOptions(command).exitOverride();
  }
  return program;
}

/** A reader that closes the pipe has seen enough; any other failure to write is told. */
function onLostOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE')
      process.stderr.write(`bedrock-meter: cannot write the answer: ${messageOf(error)}\n`);
    process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.failed);
  });
}

/** One line on stderr, with the step that mends it; with `--json` also a document on stdout: `{error, message, hint?}`. */
function report(error: unknown, json: boolean): ExitCode {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.done;
    // Help for a command line without a command has been printed.
    const helped = error.code === 'commander.help';
    const message = helped ? 'a command is missing' : messageOf(error).replace(/^error: /, '');
    if (!helped) process.stderr.write(`bedrock-meter: ${message}\n`);
    if (json) tellFailure(EXIT.usage, message);
    return EXIT.usage;
  }
  if (error instanceof MeterError) {
    process.stderr.write(`bedrock-meter: ${error.message}\n`);
    if (error.hint !== undefined) process.stderr.write(`Try: ${error.hint}\n`);
    if (json) tellFailure(error.exitCode, error.message, error.hint);
    return error.exitCode;
  }
  process.stderr.write(`bedrock-meter: unexpected failure: ${messageOf(error)}\n`);
  if (error instanceof Error && error.stack) process.stderr.write(`${error.stack}\n`);
  if (json) tellFailure(EXIT.failed, messageOf(error));
  return EXIT.failed;
}

/** The same document as of the API. Where an answer has begun, it stays alone. */
function tellFailure(code: ExitCode, message: string, hint?: string): void {
  if (!isSilent()) return;
  const error = code === EXIT.usage ? 'wrong usage' : 'failed';
  process.stdout.write(`${JSON.stringify({ error, message, hint })}\n`);
}

/** Whether `--json` was asked for, also where the command line could not be read. */
function asksForJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? undefined : end).includes('--json');
}
