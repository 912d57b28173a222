/**
 * Unusual spend of the month.
 * @module
 */
import { causeWords, KIND_WORDS, scopeWords } from '../../analysis/anomaly/spend/words.ts';
import type { Anomalies } from '../../answers/anomalies.ts';
import { isoHour } from '../../domain/time.ts';
import { left, type ReportSection, right, text, usd } from '../document.ts';

export function anomalySection({ incidents, historyHours }: Anomalies): ReportSection {
  const paragraphs = [
    ...(incidents.length === 0 ? ['Nothing unusual was found.'] : []),
    ...(historyHours < 14 * 24
      ? ['With less than two weeks of history before the month, only coarse changes can be told.']
      : []),
  ];
  const table = {
    caption: 'Dearest first; hours are UTC',
    columns: [
      left('What'),
      left('Where'),
      left('From'),
      left('To'),
      right('Expected'),
      right('Spent'),
      right('Impact'),
      left('Why'),
    ],
    rows: incidents.map((one) => [
      text(KIND_WORDS[one.kind]),
      text(scopeWords(one.scope)),
      text(isoHour(one.from).slice(0, 16).replace('T', ' ')),
      text(one.ongoing ? 'goes on' : isoHour(one.to).slice(0, 16).replace('T', ' ')),
      usd(one.expected),
      usd(one.observed),
      usd(one.impact),
      text(causeWords(one.causes)),
    ]),
  };
  return {
    id: 'anomalies',
    title: 'Anomalies',
    paragraphs,
    table: incidents.length === 0 ? undefined : table,
  };
}
