/**
 * The monthly report by schedule: the files first, then the news of it, once. A crash in between writes the same files
 * again; a month that was over before the daemon first ran is left to `bedrock-meter report`.
 * @module
 */
import { join } from 'node:path';
import { skipNotice, tellNotice } from '../../alarms/notices.ts';
import { rememberedSince } from '../../answers/alarms.ts';
import type { AnswerContext } from '../../answers/context.ts';
import { dayOf, isoMonth } from '../../domain/time.ts';
import { dueMonth, reportKey } from '../../reports/month/due.ts';

export interface MonthlyDeps {
  readonly context: () => AnswerContext;
  /** Folder where none is configured. */
  readonly dir: string;
  readonly write: (path: string, content: string) => void;
}

/** What one look did. */
export type MonthlyOutcome =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'written'; readonly month: string; readonly paths: readonly string[] };

const NOTHING: MonthlyOutcome = { kind: 'nothing' };
/** Marks that the daemon has looked before. */
const BEGAN = 'monthly-report began';

/** Writes and tells the report of the last month, if that is due and was not done; where it is off, the month is only kept. */
export async function lookForMonth({ context, dir, write }: MonthlyDeps): Promise<MonthlyOutcome> {
  const asked = context();
  const { store, config, now } = asked;
  const { enabled, formats, dir: configured, ...when } = config.reports.monthly;
  const { notices } = await store.alarmState(rememberedSince(now));
  const due = dueMonth(when, now);
  if (!notices.includes(BEGAN)) {
    await store.changeAlarms((state) => {
      const began = skipNotice(state, BEGAN);
      const missed = due === null ? [] : [reportKey(isoMonth(dayOf(due.from)))];
      return { ...began, notices: [...(began.notices ?? []), ...missed] };
    }, rememberedSince(now));
    return NOTHING;
  }
  if (due === null || notices.includes(reportKey(isoMonth(dayOf(due.from))))) return NOTHING;
  // Charts are loaded once a month.
  const { monthReport } = await import('../../reports/month/write.ts');
  // Also where no files are wanted: the month is kept as it is now, while its minutes are there.
  const { month, notice, files } = await monthReport(asked, due, enabled ? formats : []);
  if (!enabled || month.total.invocations + month.total.failedInvocations === 0) {
    await store.changeAlarms((state) => skipNotice(state, notice.key), rememberedSince(now));
    return NOTHING;
  }
  const paths = files.map(({ name, content }) => {
    const path = join(configured ?? dir, name);
    write(path, content);
    return path;
  });
  const names = config.notifiers.map(({ name }) => name);
  await store.changeAlarms((state) => tellNotice(state, notice, names, now), rememberedSince(now));
  return { kind: 'written', month: month.month, paths };
}
