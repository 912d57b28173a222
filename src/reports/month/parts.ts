/**
 * What a monthly report is written from. Of a month that is over it is kept: later reports of the same facts are written
 * from what was kept, whatever has been let go, renamed or listed since. When facts of the month came late it is
 * computed anew, and says so.
 * @module
 */
import { agentNames } from '../../answers/agents.ts';
import type { AnswerContext } from '../../answers/context.ts';
import { type Month, monthAnswer } from '../../answers/month.ts';
import { accountNames } from '../../config/account-names.ts';
import { MeterError } from '../../domain/errors.ts';
import { pricedCost } from '../../domain/measures.ts';
import { type NanoUsd, nanoUsd } from '../../domain/money.ts';
import { fromMoneyJson, toMoneyJson } from '../../domain/money-json.ts';
import { type EpochSeconds, epochSeconds, SECONDS_PER_DAY, type TimeRange } from '../../domain/time.ts';
import type { KeptMonth } from '../../store/month-port.ts';
import type { Store } from '../../store/port.ts';
import type { MonthNames } from './document.ts';
import { type AlarmMark, type Drawn, drawnOf, NOTHING_DRAWN } from './drawn.ts';
import { type More, moreSections } from './more.ts';
import { changedFacts, type Fact, type MonthVersion, versionOf } from './version.ts';

/** One time that a closed month was reported otherwise than before. */
export interface Revision {
  readonly at: EpochSeconds;
  /** Which facts had changed. */
  readonly because: readonly Fact[];
  /** When it was last reported before, and what the month cost by that report. */
  readonly reportedAt: EpochSeconds;
  readonly costBefore: NanoUsd;
  /** Sections that could not be computed anew, by id: as they were first reported. */
  readonly asBefore: readonly string[];
}

export interface MonthParts {
  readonly month: Month;
  readonly names: MonthNames;
  readonly more: More;
  readonly drawn: Drawn;
  /** Oldest first. */
  readonly revisions: readonly Revision[];
}

interface Kept {
  readonly version: MonthVersion;
  readonly at: EpochSeconds;
  readonly parts: MonthParts;
}

/** Raised when what is kept is read otherwise than before. */
const FORM = 1;

/**
 * The parts of a UTC month; those of one that is over are kept, except in a store that is read-only.
 * @throws MeterError when they cannot be kept for another reason
 */
export async function monthParts(context: AnswerContext, range: TimeRange): Promise<MonthParts> {
  const month = await monthAnswer(context, range);
  if (!month.closed) return made(context, month, null);
  const { store, now } = context;
  const [row, version] = await Promise.all([store.keptMonth(month.month), versionOf(context, month)]);
  const kept = row === null ? null : read(row.body);
  const because = kept === null ? [] : changedFacts(kept.version, version);
  if (kept !== null && because.length === 0 && kept.version.tables === version.tables) return kept.parts;
  // What a clock that was ahead has left is no earlier report.
  const before = kept !== null && kept.at <= now ? kept : null;
  const fresh = await made(context, month, before);
  const parts = before === null || because.length === 0 ? fresh : revised(fresh, before, because, now);
  // Who asks as of a time that is past must not take the later report from the others, nor the times it was revised.
  if (context.frozen === true && kept !== null && before === null) return parts;
  const body = write({ version, at: now, parts });
  await keep(store, { month: month.month, body });
  // What is written now is what will be read: the first report has the bytes of the second.
  return read(body)?.parts ?? parts;
}

async function keep(store: Store, month: KeptMonth): Promise<void> {
  try {
    await store.keepMonth(month);
  } catch (error) {
    // The same report from somebody who may only read: it is written, and not kept.
    if (!(error instanceof MeterError) || !error.message.endsWith('is read-only')) throw error;
  }
}

async function made(context: AnswerContext, month: Month, before: Kept | null): Promise<MonthParts> {
  const [names, more, drawn] = await Promise.all([
    namesFor(context, month),
    moreSections(context, month),
    drawnOf(context.store, month),
  ]);
  const agents = new Map([...names.agents, ...(before?.parts.names.agents ?? [])]);
  const parts = { month, names: { ...names, agents }, more, drawn, revisions: before?.parts.revisions ?? [] };
  return before === null ? parts : { ...parts, more: withLost(more, before, context, month) };
}

function revised(parts: MonthParts, before: Kept, because: readonly Fact[], now: EpochSeconds): MonthParts {
  const asBefore = before.parts.more.last.filter((section) => parts.more.last.includes(section));
  const revision: Revision = {
    ...{ at: now, because, reportedAt: before.at, asBefore: asBefore.map(({ id }) => id) },
    costBefore: nanoUsd(pricedCost(before.parts.month.total)),
  };
  return { ...parts, revisions: [...parts.revisions, revision] };
}

/** Sections that are computed from what is let go, and until when all of it is there. The names are those in JSON, too. */
function lostAt({ config }: AnswerContext, { range }: Month): ReadonlyMap<string, number> {
  const after = (at: EpochSeconds, days: number) => at + days * SECONDS_PER_DAY;
  return new Map([
    // Minutes of metrics are kept for 16 days; the last eight of the month are read.
    ['quotas', after(range.to, 8)],
    // Minutes of logs are kept for 90 days.
    ['commitments', after(range.from, 89)],
    // Single calls, counted from the day on which they came.
    ['savings', after(range.from, Math.min(config.retention.invocationDays, 89))],
  ]);
}

/** With the sections as they were reported first where they can no longer be computed. */
function withLost(more: More, { parts }: Kept, context: AnswerContext, month: Month): More {
  const lost = [...lostAt(context, month)].filter(([, at]) => context.now > at).map(([id]) => id);
  const old = new Map(parts.more.last.map((section) => [section.id, section]));
  const oldJson = lost.flatMap((name) => (name in parts.more.json ? [[name, parts.more.json[name]]] : []));
  return {
    ...more,
    last: more.last.map((section) => (lost.includes(section.id) && old.get(section.id)) || section),
    json: { ...more.json, ...Object.fromEntries(oldJson) },
  };
}

/** Names by the catalogue, the configuration and the inventory as it was when the month ended. */
async function namesFor(context: AnswerContext, { range, closed }: Month): Promise<MonthNames> {
  return {
    models: new Map([...context.book.models].map(([id, { name }]) => [id, { name }])),
    accounts: accountNames(context.config.accounts),
    agents: await agentNames(context, closed ? epochSeconds(range.to - 1) : context.now),
  };
}

function write({ version, at, parts: { names, drawn, ...parts } }: Kept): string {
  const { models, accounts, agents } = names;
  return toMoneyJson({
    ...{ form: FORM, version, at, ...parts },
    names: { models: [...models], accounts: [...accounts], agents: [...agents] },
    drawn: { colours: [...drawn.colours], alarms: drawn.alarms },
  });
}

interface Written extends Omit<Kept, 'parts'>, Omit<MonthParts, 'names' | 'drawn'> {
  readonly form: number;
  readonly names: {
    readonly models: [string, { readonly name: string }][];
    readonly accounts: [string, string][];
    readonly agents: [string, string][];
  };
  /** Absent where a version without it wrote the month. */
  readonly drawn?: { readonly colours: [string, number][]; readonly alarms: readonly AlarmMark[] };
}

/** Null where another version of the product wrote it in another form. */
function read(body: string): Kept | null {
  const { form, version, at, month, names, more, drawn, revisions } = fromMoneyJson(body) as Written;
  if (form !== FORM) return null;
  const { models, accounts, agents } = names;
  const maps = { models: new Map(models), accounts: new Map(accounts), agents: new Map(agents) };
  const pictures = drawn === undefined ? NOTHING_DRAWN : { ...drawn, colours: new Map(drawn.colours) };
  return { version, at, parts: { month, names: maps, more, drawn: pictures, revisions } };
}
