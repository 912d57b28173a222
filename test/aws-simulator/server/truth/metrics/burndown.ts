/**
 * How many tokens of quota an output token takes (Bedrock User Guide, "Token burndown rates", 2026-10).
 * @module
 */
const RATES: readonly (readonly [RegExp, number])[] = [
  [/claude-(?:opus|sonnet|haiku|fable)-4-8\b/, 15],
  [/claude-(?:opus-5(?:-5)?|sonnet-5(?:-5)?|fable-5-1)\b/, 10],
  [/^anthropic\./, 5],
  [/^openai\.gpt-(?:5\.6|6|6\.1)\b/, 10],
];

/** @param model a base model id */
export const burndownRate = (model: string): number =>
  RATES.find(([pattern]) => pattern.test(model))?.[1] ?? 1;
