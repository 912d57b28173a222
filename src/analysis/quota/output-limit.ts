/**
 * What is reserved for a call that sets no output limit: the model's maximum. Source: AWS re:Post Knowledge Center,
 * "ThrottlingException in Amazon Bedrock" (64k for Claude Sonnet). Other models' maxima are not published there and
 * are not invented here; the configuration can name them.
 * @module
 */

export interface OutputLimitOverride {
  readonly model: string;
  readonly tokens: number;
}

/** Tokens; null where nobody has said. @param model base model id */
export function outputLimitOf(model: string, overrides: readonly OutputLimitOverride[] = []): number | null {
  const own = overrides.find((each) => each.model === model);
  if (own) return own.tokens;
  return /^anthropic\.claude-(?:sonnet-4|sonnet-5|3-7-sonnet)(?:-|$)/.test(model) ? 64_000 : null;
}
