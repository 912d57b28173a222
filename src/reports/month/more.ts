/**
 * What other analyses add to the monthly report.
 * @module
 */
import type { AnswerContext } from '../../answers/context.ts';
import type { Month } from '../../answers/month.ts';
import type { ReportSection } from '../document.ts';

/** Sections in order, and the same answers as JSON by name. */
export async function moreSections(
  _context: AnswerContext,
  _month: Month,
): Promise<{ sections: ReportSection[]; json: Record<string, unknown> }> {
  return { sections: [], json: {} };
}
