#!/usr/bin/env node
/**
 * Entry: checks the Node version, and starts again where that saves memory, before anything else is loaded; then runs the
 * command line.
 * @module
 */
import { beginAgain } from './cli/long-lived.ts';
import { nodeProblem } from './cli/node-version.ts';

const problem = nodeProblem(process.versions.node);
if (problem !== undefined) {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 2;
} else {
  beginAgain();
  const { runCli } = await import('./cli/run.ts');
  process.exitCode = await runCli(process.argv.slice(2));
}
