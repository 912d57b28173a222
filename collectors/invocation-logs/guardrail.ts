/**
 * What a guardrail did, and the text units that it is billed by. Source: Bedrock runtime API reference,
 * `GuardrailTraceAssessment`, `GuardrailAssessment`, `GuardrailUsage`.
 * @module
 */
import type { UnitCount } from '../../src/domain/usage.ts';
import { codeWord } from './clean.ts';
import { countAt } from './count.ts';
import type { RecordDraft } from './draft/record.ts';
import { OPEN_BRACE, OPEN_BRACKET } from './skim/ascii.ts';
import { JsonReader } from './skim/reader.ts';
import { Shape } from './skim/shape.ts';
import { ABSENT, stringAt, stringBetween } from './skim/value.ts';

export interface GuardrailFacts {
  readonly action: string | null;
  readonly id: string | null;
}

const NO_GUARDRAIL: GuardrailFacts = { action: null, id: null };
const GUARDRAIL_ID = /^[A-Za-z0-9:/_.-]{1,2048}$/;
const UNITS = /^[A-Za-z]{1,60}Units$/;

/** Adds the guardrail's text units to `units`. `stopReason` is the fact's own. */
export function readGuardrail(
  units: UnitCount[],
  bytes: Buffer,
  { input, output }: RecordDraft,
  stopReason: string | null,
): GuardrailFacts {
  const asked = input.body === null ? undefined : stringAt(bytes, input.body.guardrailId);
  if (output.body === null && asked === undefined) return NO_GUARDRAIL;
  const traceAt = output.body?.guardrailTrace ?? ABSENT;
  const trace = traceAt === ABSENT ? undefined : readTrace(bytes, traceAt);
  for (const [name, quantity] of trace?.units ?? []) {
    if (quantity > 0) units.push({ unit: `guardrail:${name}`, quantity });
  }
  const stated = codeWord(output.body === null ? undefined : stringAt(bytes, output.body.guardrailAction));
  const shown = stopReason === 'guardrail_intervened' ? 'INTERVENED' : trace === undefined ? null : 'NONE';
  const id = trace?.id ?? asked;
  return { action: stated ?? shown, id: id !== undefined && GUARDRAIL_ID.test(id) ? id : null };
}

/** Assessments of one guardrail trace: whose they are, and their units by policy, summed. */
class Trace {
  id: string | undefined;
  readonly units = new Map<string, number>();
}

/** Within one assessment. */
const USAGE = new Shape<Trace>({
  usage: (r, trace) => {
    r.entries((start, end) => {
      const name = stringBetween(r.bytes, start, end);
      const at = r.skip();
      if (!UNITS.test(name)) return;
      const count = countAt(r.bytes, at, 'output.outputBodyJson.trace.guardrail.*.invocationMetrics.usage.');
      trace.units.set(name, (trace.units.get(name) ?? 0) + (count ?? 0));
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
