/**
 * Entry of `npm run demo`.
 * @module
 */
import { nodeProblem } from '../../src/cli/node-version.ts';
import type { HistoryReport } from '../../src/daemon/collect/history.ts';

const HISTORY_DAYS = 90;

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
  const { tellHistory } = await import('../../src/daemon/collect/tell-history.ts');
  const { MeterError } = await import('../../src/domain/errors.ts');
  try {
    const progress = tellHistory({ info: (_, line) => say(line), warn: (_, line) => say(line) });
    const demo = await startDemo({
      port: demoPort(process.env.PORT),
      days: HISTORY_DAYS,
      seed: '1',
      onHistory: (history: HistoryReport) => progress(history),
    });
    const ended = untilSignal();
    say(`bedrock-meter demo (made-up data) on ${demo.url}; Ctrl-C ends it`);
    say(
      `  its AWS: ${demo.aws} (stories: ${demo.aws}/_simulator/stories); its configuration: ${demo.configFile}`,
    );
    say(`  the newest day comes first, then ${HISTORY_DAYS} days of history; progress: ${demo.url}/status`);
    await Promise.race([ended, demo.ended]).finally(() => demo.close());
  } catch (error) {
    if (!(error instanceof MeterError)) throw error;
    say(`bedrock-meter demo: ${error.message}${error.hint ? `\nTry: ${error.hint}` : ''}`);
    process.exitCode = error.exitCode;
  }
}
