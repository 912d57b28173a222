/**
 * The few questions of `init`, on a terminal only.
 * @module
 */
import { createInterface } from 'node:readline/promises';

export type Ask = (question: string, suggestion: string) => Promise<string>;

/** Asks on standard error, so that standard output stays the answer's; an empty answer takes the suggestion. */
export async function withQuestions<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await work(async (question, suggestion) => {
      const answer = await lines.question(`${question}${suggestion === '' ? '' : ` [${suggestion}]`}: `);
      return answer.trim() === '' ? suggestion : answer.trim();
    });
  } finally {
    lines.close();
  }
}

/** Takes every suggestion. */
export const suggestions: Ask = async (_question, suggestion) => suggestion;
