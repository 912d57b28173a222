/** A program that starts again as `serve` does, and says what it is then. */
import { text } from 'node:stream/consumers';
import { beginAgain } from '../../../src/cli/long-lived.ts';

beginAgain();
const said = {
  pid: process.pid,
  args: process.argv.slice(2),
  heard: await text(process.stdin),
  gc: typeof globalThis.gc,
  arenas: process.env.MALLOC_ARENA_MAX,
};
process.stdout.write(JSON.stringify(said));
process.exitCode = 7;
