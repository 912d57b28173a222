/**
 * Names in sentences: the telling part of an ARN. The whole of it belongs beside the sentence, to be copied.
 * @module
 */

/** `assumed-role/app` of an STS or IAM ARN is `app`; what is no ARN stays. */
export function shortPrincipal(principal: string): string {
  const arn = /^arn:aws[a-z-]*:(?:sts|iam)::\d*:(.+)$/.exec(principal);
  return arn?.[1]?.split('/').at(-1) ?? principal;
}

/** The resource of a Bedrock ARN, without its kind where the id tells it; what is no ARN stays. */
export function shortModelId(modelId: string): string {
  const arn = /^arn:aws[a-z-]*:bedrock:[a-z0-9-]*:\d*:([a-z-]+)\/(.+)$/.exec(modelId);
  if (arn === null) return modelId;
  const [, kind = '', id = ''] = arn;
  return kind === 'foundation-model' || kind === 'inference-profile' ? id : `${kind}/${id}`;
}
