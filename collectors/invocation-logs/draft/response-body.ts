/**
 * What is taken from `output.outputBodyJson`: one object (Converse, ConverseStream, InvokeModel) or the array
 * of a stream's chunks (InvokeModelWithResponseStream). Sources: Amazon Bedrock user guide, "Inference
 * request parameters and response fields for foundation models"; runtime API reference, `Converse`.
 * @module
 */
import { OPEN_BRACE, OPEN_BRACKET, QUOTE } from '../skim/ascii.ts';
import type { JsonReader } from '../skim/reader.ts';
import { Shape, type Take } from '../skim/shape.ts';
import { ABSENT, isText, isThere } from '../skim/value.ts';
import { INVOCATION_METRICS, InvocationMetrics, takeUsage, UsageDraft } from './usage.ts';

export class ResponseBody {
  stopReason = ABSENT;
  usage = new UsageDraft();
  /** `message_start` of a Claude stream: final for the prompt, provisional for the output. */
  startUsage = new UsageDraft();
  metrics = new InvocationMetrics();
  /** Llama's counts, beside the text. */
  promptTokens = ABSENT;
  generationTokens = ABSENT;
  latency = ABSENT;
  tier = ABSENT;
  latencyMode = ABSENT;
  guardrailAction = ABSENT;
  guardrailTrace = ABSENT;
  invokedModel = ABSENT;
  toolUses = 0;
  /** Pictures in `images`; null without such an array. */
  images: number | null = null;
  /** Why an image model gave fewer pictures than were asked for. */
  error = ABSENT;
  isStream = false;
}

type Keys = { readonly [key: string]: Take<ResponseBody> };

/** Chunks of a stream repeat the key with null until the last. */
const takeStopReason: Take<ResponseBody> = (r, b) => {
  const at = r.skip();
  if (isThere(r.bytes, at)) b.stopReason = at;
};
const takeTier: Take<ResponseBody> = (r, b) => {
  b.tier = r.skip();
};
const addOne: Take<ResponseBody> = (r, b) => {
  if (isThere(r.bytes, r.skip())) b.toolUses++;
};
const addElements: Take<ResponseBody> = (r, b) => {
  r.array(() => {
    r.skip();
    b.toolUses++;
  });
};
const addClaudeToolUse: Take<ResponseBody> = (r, b) => {
  if (isText(r.bytes, r.skip(), 'tool_use')) b.toolUses++;
};

const inside = (keys: Keys): Take<ResponseBody> => {
  const shape = new Shape<ResponseBody>(keys);
  return (r, b) => {
    r.object(shape, b);
  };
};
const eachInside = (keys: Keys): Take<ResponseBody> => {
  const shape = new Shape<ResponseBody>(keys);
  return (r, b) => {
    r.array(() => {
      r.object(shape, b);
    });
  };
};

/** Chunks report usage in parts; a part does not undo what an earlier one said. */
const addUsage: Take<ResponseBody> = (r, b) => takeUsage(r, b.usage);
const takeGuardrail: Take<ResponseBody> = (r, b) => {
  b.guardrailTrace = r.skip();
};
const takeMetrics = inside({
  latencyMs: (r, b) => {
    b.latency = r.skip();
  },
});
/** Choices of one element each, wherever a vendor puts why the text ended. */
const takeGenerations = eachInside({
  stop_reason: takeStopReason,
  finish_reason: takeStopReason,
  completionReason: takeStopReason,
});

const WHOLE: Keys = {
  output: inside({ message: inside({ content: eachInside({ toolUse: addOne }) }) }),
  content: eachInside({ type: addClaudeToolUse }),
  tool_calls: addElements,
  choices: eachInside({
    finish_reason: takeStopReason,
    stop_reason: takeStopReason,
    message: inside({ tool_calls: addElements }),
    // Fragments of a streamed call: only its first has the id.
    delta: inside({ tool_calls: eachInside({ id: addOne }) }),
  }),
  outputs: takeGenerations,
  results: takeGenerations,
  generations: takeGenerations,
  stopReason: takeStopReason,
  stop_reason: takeStopReason,
  finish_reason: takeStopReason,
  completionReason: takeStopReason,
  usage: (r, b) => {
    b.usage = new UsageDraft();
    takeUsage(r, b.usage);
  },
  prompt_token_count: (r, b) => {
    b.promptTokens = r.skip();
  },
  generation_token_count: (r, b) => {
    b.generationTokens = r.skip();
  },
  metrics: takeMetrics,
  serviceTier: inside({ type: takeTier }),
  service_tier: takeTier,
  performanceConfig: inside({
    latency: (r, b) => {
      b.latencyMode = r.skip();
    },
  }),
  trace: inside({
    guardrail: takeGuardrail,
    promptRouter: inside({
      invokedModelId: (r, b) => {
        b.invokedModel = r.skip();
      },
    }),
  }),
  'amazon-bedrock-trace': inside({ guardrail: takeGuardrail }),
  'amazon-bedrock-guardrailAction': (r, b) => {
    const at = r.skip();
    // A stream may say NONE again after a chunk that was stopped.
    if (!isText(r.bytes, b.guardrailAction, 'INTERVENED')) b.guardrailAction = at;
  },
  'amazon-bedrock-invocationMetrics': (r, b) => {
    r.object(INVOCATION_METRICS, b.metrics);
  },
  images: (r, b) => {
    let images = 0;
    // A picture is text, or an object that says where it is; one that a filter held back is null.
    const isList = r.array(() => {
      const first = r.bytes[r.skip()];
      if (first === QUOTE || first === OPEN_BRACE) images++;
    });
    b.images = isList ? images : null;
  },
  error: (r, b) => {
    b.error = r.skip();
  },
};

const CHUNK: Keys = {
  ...WHOLE,
  usage: addUsage,
  // Claude
  message: inside({ usage: (r, b) => takeUsage(r, b.startUsage) }),
  delta: inside({ stop_reason: takeStopReason }),
  content_block: inside({ type: addClaudeToolUse }),
  // Nova
  contentBlockStart: inside({ start: inside({ toolUse: addOne }) }),
  messageStop: inside({ stopReason: takeStopReason }),
  metadata: inside({ usage: addUsage, metrics: takeMetrics }),
};

const WHOLE_SHAPE = new Shape<ResponseBody>(WHOLE);
const CHUNK_SHAPE = new Shape<ResponseBody>(CHUNK);

/**
 * Reads the body's value. Null for anything but an object or an array: a string is what some third-party
 * fixtures have, and text is never believed.
 */
export function takeResponseBody(reader: JsonReader): ResponseBody | null {
  const first = reader.peek();
  if (first !== OPEN_BRACE && first !== OPEN_BRACKET) {
    reader.skip();
    return null;
  }
  const body = new ResponseBody();
  if (first === OPEN_BRACE) reader.object(WHOLE_SHAPE, body);
  else {
    body.isStream = true;
    // Elements may be strings: the marker "[DONE]" is one.
    reader.array(() => {
      reader.object(CHUNK_SHAPE, body);
    });
  }
  return body;
}
