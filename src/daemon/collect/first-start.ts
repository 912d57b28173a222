/**
 * History on first start: what lies before the first live reading of each source, newest day first, beside live
 * collection and behind it. A source's history begins once it has been read live, goes on after a restart where it
 * ended, and is never read again once it is done.
 * @module
 */
import { type EpochSeconds, epochSeconds } from '../../domain/time.ts';
import type { Source } from '../../store/port.ts';
import { pauseAfterFailure } from './back-off.ts';
import { daysPerPart, hasPast, readsThePast } from './backfill.ts';
import { inBackground } from './background.ts';
import {
  daysOfHistory,
  type HistoryReport,
  historyCursor,
  historyEnd,
  historyRange,
  nextPart,
  readHistory,
  type SourceHistory,
  writeHistory,
} from './history.ts';
import type { Failure } from './outcome.ts';
import type { PlannedSource } from './planned-source.ts';
import { failureOf, type RunDeps, runCollector } from './run-collector.ts';

export interface FirstStartDeps extends Omit<RunDeps, 'signal' | 'onCommit'> {
  readonly sources: readonly PlannedSource[];
  /** How far back; zero: no history. */
  readonly spanSeconds: number;
  /** What the first live run of a source reads. */
  readonly firstLookback: number;
  /** Milliseconds, from any start. */
  readonly clock: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Told after each part, now and then within one, and when something fails. */
  readonly onProgress: (report: HistoryReport) => void;
}

/** Sources whose history is read beside each other. */
const LANES = 8;
/** Of these for metrics, as long as logs are read: people look at what the logs say first, and points are many. */
const METRIC_LANES = 1;
/** Between two reports within a part. */
const TELL_MILLISECONDS = 1000;

interface Slot {
  readonly planned: PlannedSource;
  /** Undefined until its position is known. */
  history: SourceHistory | undefined;
  busy: boolean;
  failures: number;
  notBefore: number;
}

/** Reads histories in a few lanes; each lane takes the source that has been read back least. */
export class FirstStart {
  readonly #deps: FirstStartDeps;
  readonly #slots: ReadonlyMap<string, Slot>;
  readonly #begun = new Set<Slot>();
  readonly #lanes = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  /** When reading began in this life, and how much was done by then. */
  #start: { readonly at: number; readonly days: number } | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(deps: FirstStartDeps) {
    this.#deps = deps;
    const past = deps.spanSeconds > 0 ? deps.sources.filter(hasPast) : [];
    this.#slots = new Map(
      past.map((planned) => [
        planned.key,
        { planned, history: undefined, busy: false, failures: 0, notBefore: 0 },
      ]),
    );
  }

  /** A source has just been read live: its history may begin, or be tried again. */
  begin(key: string): void {
    const slot = this.#slots.get(key);
    if (!slot || this.#stopping.signal.aborted) return;
    this.#begun.add(slot);
    this.#fill();
  }

  report(): HistoryReport {
    const sources = [...this.#begun].flatMap(({ history }) => history ?? []);
    return { sources, secondsLeft: this.#secondsLeft(sources) };
  }

  /** Ends behind the transactions in hand. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#lanes);
  }

  /** Starts as many lanes as there is work for. */
  #fill(): void {
    while (this.#lanes.size < LANES) {
      const slot = this.#next();
      if (!slot) return;
      slot.busy = true;
      const lane = inBackground(() => this.#readPart(slot)).finally(() => {
        slot.busy = false;
        this.#lanes.delete(lane);
        if (!this.#stopping.signal.aborted) this.#fill();
      });
      this.#lanes.add(lane);
    }
  }

  /** The source whose past is known least; one that is not known at all first. */
  #next(): Slot | undefined {
    const now = this.#deps.clock();
    const at = ({ history }: Slot) => history?.at ?? Number.POSITIVE_INFINITY;
    const isMetrics = ({ planned }: Slot) => planned.name === 'metrics';
    const slots = [...this.#begun].filter(({ history }) => history?.status !== 'done');
    const crowded = slots.some((slot) => slot.busy && !isMetrics(slot));
    const full = crowded && slots.filter((slot) => slot.busy && isMetrics(slot)).length >= METRIC_LANES;
    return slots
      .filter((slot) => !slot.busy && slot.notBefore <= now)
      .filter((slot) => !full || !isMetrics(slot))
      .sort((x, y) => at(y) - at(x))[0];
  }

  /** Never throws: what goes wrong is kept with the source, which is tried again after a pause. */
  async #readPart(slot: Slot): Promise<void> {
    const { clock, random } = this.#deps;
    const failure = await this.#readNext(slot).catch(failureOf);
    if (this.#stopping.signal.aborted) return;
    if (failure === null) {
      slot.failures = 0;
    } else {
      slot.failures += 1;
      slot.notBefore =
        clock() + 1000 * pauseAfterFailure(failure.kind, slot.failures, slot.planned.every, random);
      if (slot.history) slot.history = { ...slot.history, status: 'failed', failure };
    }
    this.#tell();
  }

  async #readNext(slot: Slot): Promise<Failure | null> {
    const { planned } = slot;
    const collector = await planned.open(await planned.identify());
    if (!readsThePast(collector)) return null;
    const { name, account, region } = collector;
    const source: Source = { collector: name, account, region };
    const history = slot.history ?? (await this.#open(slot, source));
    const { range } = history;
    const part = nextPart(range, history.at, daysPerPart(planned));
    if (part) {
      this.#start ??= { at: this.#deps.clock(), days: this.#daysDone() };
      const outcome = await runCollector(source, (context) => collector.readRange(part, context), {
        ...this.#deps,
        signal: this.#stopping.signal,
        onCommit: (_batch, records) => this.#count(slot, records),
      });
      if (outcome.status !== 'ok') return outcome.failure;
      await this.#keep(source, range.to, part.from);
    }
    const at = part?.from ?? history.at;
    const status = at <= range.from ? 'done' : 'reading';
    slot.history = { ...(slot.history ?? history), at, status, failure: null };
    return null;
  }

  /** Finds where a history stands, or begins it: from then on its end does not move. */
  async #open(slot: Slot, source: Source): Promise<SourceHistory> {
    const { store, spanSeconds, now, firstLookback } = this.#deps;
    const known = readHistory(await store.cursor(historyCursor(source)));
    const end = historyEnd(now(), firstLookback);
    const { to, at } = known ?? { to: end, at: end };
    if (!known) await this.#keep(source, to, at);
    const range = historyRange(to, spanSeconds);
    slot.history = {
      ...source,
      ...{ key: slot.planned.key, range, at: epochSeconds(Math.max(at, range.from)) },
      ...{ status: 'reading', records: 0, failure: null },
    };
    return slot.history;
  }

  /** Behind what was read up to it: a kill in between has a part read again that brings nothing new. */
  #keep(source: Source, to: EpochSeconds, at: EpochSeconds): Promise<void> {
    const cursor = { name: historyCursor(source), value: writeHistory({ to, at }) };
    return this.#deps.store.putMetrics({ data: [], cursor });
  }

  #count(slot: Slot, records: number): void {
    if (slot.history) slot.history = { ...slot.history, records: slot.history.records + records };
    if (this.#deps.clock() - this.#toldAt > TELL_MILLISECONDS) this.#tell();
  }

  #tell(): void {
    this.#toldAt = this.#deps.clock();
    this.#deps.onProgress(this.report());
  }

  #daysDone(): number {
    return daysOfHistory(this.report().sources).done;
  }

  #secondsLeft(sources: readonly SourceHistory[]): number | null {
    const { done, total } = daysOfHistory(sources);
    const read = done - (this.#start?.days ?? done);
    if (this.#start === undefined || read <= 0 || total - done <= 0) return null;
    const seconds = (this.#deps.clock() - this.#start.at) / 1000;
    return Math.ceil((seconds / read) * (total - done));
  }
}
