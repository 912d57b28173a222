/**
 * Settings of a process that must stay small, because it lives for months or reads objects of any size, where short
 * commands are better off with those of Node and of the C library. Both read them only when a process begins, so such a
 * command begins once more with them, in its own place: same process id, same streams. What each is worth: "The daemon
 * at rest" in docs/benchmarks.md, and the large object in docs/campaigns.md.
 * @module
 */

/** What stays small: the daemon, and what reads AWS in the process that is called. */
const SMALL: ReadonlySet<string> = new Set(['serve', 'collect', 'backfill']);
/** What hands much memory from thread to thread, as fast as it can: one pool for all of them is smaller and quicker. */
const POOLED: ReadonlySet<string> = new Set(['ingest']);

/** Of each half of the main thread's young generation, in MB: by V8's own choice it grows to ninety on a large machine. */
const SEMI_SPACE = '--max-semi-space-size';
const SEMI_SPACE_MB = 4;
/** Lets threads give memory back (`daemon/threads/tidy.ts`). */
const COLLECTABLE = '--expose-gc';
/**
 * Of the C library (glibc; others ignore them): one pool of memory for all threads, where it would make up to eight for
 * each core; and what is larger than 64 KB goes back to the system when it is let go, where it would stay in the pool.
 */
const MALLOC = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '65536',
  MALLOC_TRIM_THRESHOLD_: '65536',
} as const;

/** How a process was started, or is to be. */
export interface Start {
  /** Node's own options. */
  readonly execArgv: readonly string[];
  /** Program and arguments. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How to start again; null where the command may grow, or somebody has chosen already. */
export function startAgain({ execArgv, argv, env }: Start): Start | null {
  const command = commandOf(argv.slice(2)) ?? '';
  if (POOLED.has(command)) {
    const { MALLOC_ARENA_MAX } = MALLOC;
    return env.MALLOC_ARENA_MAX === undefined ? { execArgv, argv, env: { MALLOC_ARENA_MAX, ...env } } : null;
  }
  if (!SMALL.has(command)) return null;
  if (`${execArgv.join(' ')} ${env.NODE_OPTIONS ?? ''}`.includes(SEMI_SPACE)) return null;
  return {
    execArgv: [...execArgv, `${SEMI_SPACE}=${SEMI_SPACE_MB}`, COLLECTABLE],
    argv,
    env: { ...MALLOC, ...env },
  };
}

/** Options that every command has, and that take a value; they may stand in front of it. */
const VALUED: ReadonlySet<string> = new Set(['--config', '--db', '--now']);

function commandOf(args: readonly string[]): string | undefined {
  return args.find((arg, i) => !arg.startsWith('-') && !VALUED.has(args[i - 1] ?? ''));
}

/** Begins again, and does not return, where that is called for and the system has it (all but Windows). */
export function beginAgain(): void {
  const { execArgv, argv, env, execPath, platform } = process;
  const next = startAgain({ execArgv, argv, env });
  if (next === null || platform === 'win32' || process.execve === undefined) return;
  const [, script = '', ...args] = next.argv;
  process.execve(execPath, [execPath, ...next.execArgv, script, ...args], { ...next.env });
}
