/**
 * What a guardrail did, and the text units that it is billed by. Source: Bedrock runtime API reference,
 * `GuardrailTraceAssessment`, `GuardrailAssessment`, `GuardrailUsage`.
 * @module
 */
import type { UnitCount } from '../../src/domain/usage.ts';
import { codeWord } from './clean.ts';
import { believable, countAt } from './count.ts';
import type { RecordDraft } from './draft/record.ts';
import { OPEN_BRACE, OPEN_BRACKET } from './skim/ascii.ts';
import { JsonReader } from './skim/reader.ts';
import { Shape } from './skim/shape.ts';
import { ABSENT, stringAt, stringBetween } from './skim/value.ts';

export interface GuardrailFacts {
  readonly action: string | null;
  readonly id: string | null;
  /** Text units by policy. */
  readonly units: readonly UnitCount[];
}

const NO_UNITS: readonly UnitCount[] = [];
const NO_GUARDRAIL: GuardrailFacts = { action: null, id: null, units: NO_UNITS };
const GUARDRAIL_ID = /^[A-Za-z0-9:/_.-]{1,2048}$/;
const UNITS = /^[A-Za-z]{1,60}Units$/;

/** `stopReason` is the fact's own. */
export function readGuardrail(
  bytes: Buffer,
  { input, output }: RecordDraft,
  stopReason: string | null,
): GuardrailFacts {
  const asked = input.body === null ? undefined : stringAt(bytes, input.body.guardrailId);
  if (output.body === null && asked === undefined) return NO_GUARDRAIL;
  const traceAt = output.body?.guardrailTrace ?? ABSENT;
  const trace = traceAt === ABSENT ? undefined : readTrace(bytes, traceAt);
  const stated = codeWord(output.body === null ? undefined : stringAt(bytes, output.body.guardrailAction));
  const shown = stopReason === 'guardrail_intervened' ? 'INTERVENED' : trace === undefined ? null : 'NONE';
  const id = trace?.id ?? asked;
  return {
    action: stated ?? shown,
    id: id !== undefined && GUARDRAIL_ID.test(id) ? id : null,
    units: trace === undefined ? NO_UNITS : textUnits(trace),
  };
}

const textUnits = (trace: Trace): UnitCount[] =>
  [...trace.units]
    .filter(([, quantity]) => quantity > 0)
    .map(([name, quantity]) => ({ unit: `guardrail:${name}`, quantity }));

/** Assessments of one guardrail trace: whose they are, and their units by policy, summed. */
class Trace {
  id: string | undefined;
  readonly units = new Map<string, number>();
}

const USAGE_PATH = 'output.outputBodyJson.trace.guardrail.*.invocationMetrics.usage.';

/** Within one assessment. */
const USAGE = new Shape<Trace>({
  usage: (r, trace) => {
    r.entries((start, end) => {
      const name = stringBetween(r.bytes, start, end);
      const at = r.skip();
      if (!UNITS.test(name)) return;
      const count = countAt(r.bytes, at, USAGE_PATH) ?? 0;
      trace.units.set(name, believable((trace.units.get(name) ?? 0) + count, `${USAGE_PATH}*`));
    });
  },
});
const ASSESSMENT = new Shape<Trace>({
  invocationMetrics: (r, trace) => {
    r.object(USAGE, trace);
  },
});

/** `{<guardrail id>: assessment}` or `{<guardrail id>: [assessment]}`. */
function takeById(r: JsonReader, trace: Trace): void {
  r.entries((start, end) => {
    trace.id ??= stringBetween(r.bytes, start, end);
    if (r.peek() === OPEN_BRACKET) r.array(() => r.object(ASSESSMENT, trace));
    else r.object(ASSESSMENT, trace);
  });
}

/** The same, or an array of those. */
function takeAssessments(r: JsonReader, trace: Trace): void {
  if (r.peek() === OPEN_BRACKET) r.array(() => takeById(r, trace));
  else takeById(r, trace);
}

const TRACE = new Shape<Trace>({
  inputAssessment: takeAssessments,
  outputAssessments: takeAssessments,
  // `amazon-bedrock-trace` of InvokeModel
  input: takeAssessments,
  outputs: takeAssessments,
});

function readTrace(bytes: Buffer, at: number): Trace | undefined {
  if (bytes[at] !== OPEN_BRACE) return undefined;
  const trace = new Trace();
  new JsonReader(bytes, at).object(TRACE, trace);
  return trace;
}
