import { describe, expect, it } from 'vitest';
import { commandFirst } from '../../../src/cli/arguments.ts';

describe('common options in front of a command', () => {
  it.each([
    ['--db x --json spend --by model', 'spend --db x --json --by model'],
    ['--config=c.yaml spend', 'spend --config=c.yaml'],
    ['prices --json list', 'prices list --json'],
    ['--now 2026-11-01 alarms --db x ack 7 --json', 'alarms ack --now 2026-11-01 --db x 7 --json'],
    ['export focus --db x', 'export focus --db x'],
    ['spend --by model --db x', 'spend --by model --db x'],
    ['ingest --db x prices', 'ingest --db x prices'],
    // A value that looks like a command is a value.
    ['--db spend spend', 'spend --db spend'],
    // Whatever is wrong stays where it was, for the complaint.
    ['--jason spend', '--jason spend'],
    ['--db', '--db'],
    ['--json', '--json'],
    ['prices --bogus list', 'prices --bogus list'],
    // A group without a command prints its help.
    ['--json prices --db x', 'prices'],
    ['spend -- --json', 'spend -- --json'],
  ])('%s', (written, ordered) => {
    expect(commandFirst(written.split(' '))).toEqual(ordered.split(' '));
  });

  it('needs no arguments', () => expect(commandFirst([])).toEqual([]));
});
