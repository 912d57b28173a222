/**
 * `bedrock-meter savings`: what would be cheaper.
 * @module
 */
import type { Command } from 'commander';
import { callFilters } from '../answers/agents-request.ts';
import { type SavingsAnswer, savingsAnswer, savingsJson } from '../answers/savings.ts';
import { EXIT } from '../domain/errors.ts';
import { formatUsd } from '../domain/format.ts';
import { parseRange } from '../domain/range.ts';
import { isoInstant, toWholeHours } from '../domain/time.ts';
import { flag, print, type UsageOptions, withAnswers, withIds, withUsageOptions } from './context.ts';
import type { Action } from './run.ts';

export function addSavings(program: Command, choose: (action: Action) => void): Command[] {
  const command = program
    .command('savings')
    .description('what would be cheaper, dearest first, with evidence and fix');
  return [withUsageOptions(command).action((options: UsageOptions) => choose(() => run(options)))];
}

async function run(options: UsageOptions) {
  return withAnswers(options, async (context) => {
    const range = toWholeHours(parseRange(options, context.now, flag));
    const answer = await savingsAnswer(context, {
      range,
      where: callFilters(withIds(options).where ?? [], '--where'),
    });
    print(
      options,
      () => savingsJson(answer),
      () => savingsText(answer),
    );
    return EXIT.done;
  });
}

// Names come from logs: nothing in them may move the cursor or change colours.
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;

function savingsText({ range, findings, usdPerMonth }: SavingsAnswer): string {
  const head = `${isoInstant(range.from)} to ${isoInstant(range.to)} (UTC)`;
  if (findings.length === 0) return `${head}\n\nNothing found that would be cheaper.`;
  const lines = findings.map(({ title, usdPerMonth, over, evidence, fix, assumptions }) =>
    [
      usdPerMonth === null
        ? title
        : `${formatUsd(usdPerMonth)} ${over === 'once' ? 'once' : 'a month'}: ${title}`,
      ...evidence.map((one) => `  ${one}`),
      `  Do: ${fix}`,
      ...assumptions.map((one) => `  Assumed: ${one}`),
    ].join('\n'),
  );
  const total =
    usdPerMonth === 0n
      ? 'Nothing with dollars that could be told.'
      : `At most ${formatUsd(usdPerMonth)} a month; findings can overlap.`;
  return [head, total, ...lines].join('\n\n').replace(CONTROL, '\ufffd');
}
