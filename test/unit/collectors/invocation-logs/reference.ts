/**
 * The same facts as the record parser's, the slow and obvious way: JSON.parse and property access.
 * @module
 */
import { isModelId, parseModelId } from '../../../../src/domain/model-id.ts';
import { parseCaller } from '../../../../src/domain/principal.ts';
import { parseInstant } from '../../../../src/domain/time.ts';

type Value = unknown;

/** The value at a path of own keys; undefined where the path leaves the objects. */
export function at(value: Value, ...path: string[]): Value {
  return path.reduce<Value>((v, key) => {
    const isObject = typeof v === 'object' && v !== null && !Array.isArray(v);
    return isObject && Object.hasOwn(v, key) ? (v as Record<string, Value>)[key] : undefined;
  }, value);
}

const text = (v: Value) => (typeof v === 'string' ? v : undefined);
/** Of fields that decide no money. */
const lenient = (v: Value) =>
  (typeof v === 'string' ? clean(v, 128) : typeof v === 'number' || v === true ? String(v) : '') || null;
const list = (v: Value): Value[] => (Array.isArray(v) ? v : []);

class Refused extends Error {}

function count(v: Value): number | undefined {
  if (v === undefined || v === null) return undefined;
  if (typeof v !== 'number' || !Number.isInteger(v) || v < 0 || v > 1e9) throw new Refused();
  return v;
}
function soft(v: Value): number | undefined {
  try {
    return count(v);
  } catch {
    return undefined;
  }
}
const word = (v: Value) => (typeof v === 'string' && /^[A-Za-z0-9_.:-]{1,64}$/.test(v) ? v : undefined);

/** The facts that the differential test compares, or why there are none. */
export function reference(line: string): object {
  let value: Value;
  try {
    value = JSON.parse(line);
  } catch {
    return { kind: 'malformed' };
  }
  if (at(value, 'schemaType') !== 'ModelInvocationLog') return { kind: 'malformed' };
  try {
    return { kind: 'fact', ...facts(value) };
  } catch (error) {
    if (error instanceof Refused) return { kind: 'malformed' };
    throw error;
  }
}

function facts(record: Value): object {
  const request = at(record, 'input', 'inputBodyJson');
  const response = at(record, 'output', 'outputBodyJson');
  const chunks = Array.isArray(response) ? response : [response];
  const usage = at(response, 'usage');
  const instant = parseInstant(text(at(record, 'timestamp')) ?? '');
  const modelId = text(at(record, 'modelId')) ?? '';
  if (instant === undefined || !isModelId(modelId)) throw new Refused();
  const lastOf = (...path: string[]) =>
    chunks.map((chunk) => at(chunk, ...path)).findLast((v) => v !== undefined);
  const metrics = (key: string) => lastOf('amazon-bedrock-invocationMetrics', key);
  const ofBody = (metric: string, key: string) => count(metrics(metric)) ?? count(at(usage, key)) ?? 0;
  const input = count(at(record, 'input', 'inputTokenCount')) ?? ofBody('inputTokenCount', 'inputTokens');
  const output =
    count(at(record, 'output', 'outputTokenCount')) ?? ofBody('outputTokenCount', 'outputTokens');
  const cacheRead =
    count(at(record, 'input', 'cacheReadInputTokenCount')) ??
    ofBody('cacheReadInputTokenCount', 'cacheReadInputTokens');
  const ttl = (name: string) =>
    list(at(usage, 'cacheDetails'))
      .filter((d) => at(d, 'ttl') === name)
      .reduce<number>((n, d) => n + (soft(at(d, 'inputTokens')) ?? 0), 0);
  const split = { cacheWrite5m: ttl('5m'), cacheWrite30m: ttl('30m'), cacheWrite1h: ttl('1h') };
  const splitSum = split.cacheWrite5m + split.cacheWrite30m + split.cacheWrite1h;
  const written =
    count(at(record, 'input', 'cacheWriteInputTokenCount')) ??
    count(metrics('cacheWriteInputTokenCount')) ??
    count(at(usage, 'cacheWriteInputTokens')) ??
    splitSum;
  const known = splitSum <= written;
  const hasBody = typeof response === 'object' && response !== null;
  const blocks = list(at(response, 'output', 'message', 'content'));
  return {
    at: instant,
    operation: lenient(at(record, 'operation')),
    errorCode: lenient(at(record, 'errorCode')),
    inferenceRegion: lenient(at(record, 'inferenceRegion')),
    requestId: at(record, 'requestId'),
    model: parseModelId(modelId),
    caller: parseCaller(text(at(record, 'identity', 'arn')) ?? null),
    tags: new Map(
      Object.entries(at(record, 'requestMetadata') ?? {})
        .filter(([, v]) => typeof v === 'string')
        .map(([k, v]) => [clean(k), clean(String(v))]),
    ),
    tokens: {
      input,
      output,
      cacheRead,
      cacheWrite: known ? written - splitSum : written,
      cacheWrite5m: known ? split.cacheWrite5m : 0,
      cacheWrite30m: known ? split.cacheWrite30m : 0,
      cacheWrite1h: known ? split.cacheWrite1h : 0,
    },
    maxTokens: asked(request),
    stopReason: word(lastOf('stopReason')) ?? null,
    toolUses: hasBody ? blocks.filter((b) => (at(b, 'toolUse') ?? null) !== null).length : null,
  };
}

function asked(request: Value): number | 'omitted' | null {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) return null;
  const limit = at(request, 'inferenceConfig', 'maxTokens') ?? null;
  return limit === null ? 'omitted' : (soft(limit) ?? null);
}

function clean(value: string, limit = 256): string {
  return value
    .slice(0, limit)
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '\ufffd');
}
