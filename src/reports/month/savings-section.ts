/**
 * What would have been cheaper.
 * @module
 */
import type { SavingsAnswer } from '../../answers/savings.ts';
import { left, type ReportSection, right, text, usd } from '../document.ts';

const MOST_ROWS = 12;

export function savingsSection({ findings }: SavingsAnswer): ReportSection {
  const table = {
    caption: 'Dearest first; findings can overlap',
    columns: [left('Finding'), right('A month'), left('What to do'), left('Assumed')],
    rows: findings
      .slice(0, MOST_ROWS)
      .map(({ title, usdPerMonth, fix, assumptions }) => [
        text(title),
        usd(usdPerMonth, 'its dollars cannot be told'),
        text(fix),
        text(assumptions.join(' ')),
      ]),
  };
  return {
    id: 'savings',
    title: 'What would be cheaper',
    paragraphs: findings.length === 0 ? ['Nothing was found.'] : [],
    table: findings.length === 0 ? undefined : table,
  };
}
