/**
 * The command line: one file per command, errors and exit codes in one place.
 * @module
 */
import { Command, CommanderError } from 'commander';
import { EXIT, type ExitCode, MeterError, messageOf } from '../domain/errors.ts';
import { VERSION } from '../domain/version.ts';
import { type AddCommand, commandsFor } from './commands.ts';
import { withCommonOptions } from './context.ts';

/** A command's work; what it returns is the exit code. */
export type Action = () => Promise<ExitCode>;

/**
 * Runs one command.
 * @param args the arguments behind the program's name
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage or configuration, 3 done in part
 */
export async function runCli(args: readonly string[]): Promise<ExitCode> {
  onLostOutput();
  let action: Action | undefined;
  try {
    const program = buildProgram(await commandsFor(args), (chosen) => {
      action = chosen;
    });
    await program.parseAsync(args, { from: 'user' });
    return action ? await action() : EXIT.done;
  } catch (error) {
    return report(error);
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

function report(error: unknown): ExitCode {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.done;
    // Help for a command line without a command has been printed.
    if (error.code === 'commander.help') return EXIT.usage;
    process.stderr.write(`${error.message.replace(/^error: /, 'bedrock-meter: ')}\n`);
    return EXIT.usage;
  }
  if (error instanceof MeterError) {
    process.stderr.write(`bedrock-meter: ${error.message}\n`);
    if (error.hint !== undefined) process.stderr.write(`Try: ${error.hint}\n`);
    return error.exitCode;
  }
  process.stderr.write(`bedrock-meter: unexpected failure: ${messageOf(error)}\n`);
  if (error instanceof Error && error.stack) process.stderr.write(`${error.stack}\n`);
  return EXIT.failed;
}
