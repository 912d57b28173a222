/**
 * Where options stand on the command line. Commander takes those of a command behind its name only; people also write those
 * that every command has in front of it.
 * @module
 */

/** Options of every command, and whether they take a value. */
const COMMON: ReadonlyMap<string, boolean> = new Map([
  ['--config', true],
  ['--db', true],
  ['--json', false],
  ['--now', true],
]);

/** Commands whose first argument names a command of theirs. */
const GROUPS: ReadonlySet<string> = new Set(['alarms', 'config', 'export', 'prices']);

/** The same arguments with common options behind the command's name: `--json prices --db X list` is `prices list --json --db X`. */
export function commandFirst(args: readonly string[]): string[] {
  const [words, moved]: [string[], string[]] = [[], []];
  let i = 0;
  for (; i < args.length; i++) {
    const arg = args[i] ?? '';
    const [name = '', ...value] = arg.split('=');
    const takesValue = COMMON.get(name);
    if (takesValue !== undefined) {
      moved.push(arg);
      if (takesValue && value.length === 0 && i + 1 < args.length) moved.push(args[++i] ?? '');
    } else if (arg.startsWith('-')) break;
    else {
      words.push(arg);
      if (words.length === 2 || !GROUPS.has(arg)) {
        i += 1;
        break;
      }
    }
  }
  if (words.length === 0) return [...args];
  const rest = args.slice(i);
  // A group alone has nothing to do: its help says what it could.
  const alone = words.length === 1 && GROUPS.has(words[0] ?? '') && rest.length === 0;
  return alone ? words : [...words, ...moved, ...rest];
}
