/**
 * Entry of `npm run demo`.
 * @module
 */
import { nodeProblem } from '../../src/cli/node-version.ts';

const HISTORY_DAYS = 65;
const LIVE_MILLISECONDS = 5_000;

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const problem = nodeProblem(process.versions.node);
if (problem === undefined) await run();
else {
  say(problem);
  process.exitCode = 2;
}

/** Loaded only once the Node version is known to do: the database driver crashes under an older one. */
async function run(): Promise<void> {
  const { startDemo, demoPort } = await import('./demo.ts');
  const { untilSignal } = await import('../../src/daemon/signals.ts');
  const { epochSeconds } = await import('../../src/domain/time.ts');
  const { MeterError } = await import('../../src/domain/errors.ts');
  try {
    const clock = () => epochSeconds(Math.floor(Date.now() / 1000));
    const port = demoPort(process.env.PORT);
    const demo = await startDemo({
      port,
      days: HISTORY_DAYS,
      seed: '1',
      clock,
      liveMilliseconds: LIVE_MILLISECONDS,
      say,
    });
    say(
      `bedrock-meter demo (made-up data) on ${demo.url}; ${HISTORY_DAYS} days of history are filling in; Ctrl-C ends it`,
    );
    demo.history.then(
      () => say('history complete; live traffic goes on'),
      (error: unknown) => say(`history failed: ${String(error)}`),
    );
    await untilSignal();
    await demo.close();
  } catch (error) {
    if (!(error instanceof MeterError)) throw error;
    say(`bedrock-meter demo: ${error.message}${error.hint ? `\nTry: ${error.hint}` : ''}`);
    process.exitCode = error.exitCode;
  }
}
