/**
 * All simulated services behind the one endpoint, and which of them a request is for.
 * @module
 */
import { bedrock } from './bedrock/index.ts';
import { bedrockAgent } from './bedrock-agent/index.ts';
import { bedrockRuntime } from './bedrock-runtime/index.ts';
import { cloudwatch } from './cloudwatch/index.ts';
import { costExplorer } from './cost-explorer/index.ts';
import { logs } from './logs/index.ts';
import { priceList } from './pricing/index.ts';
import { s3 } from './s3/index.ts';
import { serviceQuotas } from './service-quotas/index.ts';
import { sqs } from './sqs/index.ts';
import { sts } from './sts/index.ts';
import { claimedService } from './wire/authorization.ts';
import type { Service, WireRequest } from './wire/service.ts';

/** S3 last: any path can be a key. */
const SERVICES: readonly Service[] = [
  logs,
  cloudwatch,
  serviceQuotas,
  costExplorer,
  priceList,
  sts,
  sqs,
  bedrockRuntime,
  bedrockAgent,
  bedrock,
  s3,
];

/** Bedrock's three services sign with the same name. */
const SIGNED_AS: Readonly<Partial<Record<string, string>>> = {
  'bedrock-runtime': 'bedrock',
  'bedrock-agent': 'bedrock',
};

/** By the service that it is signed for; where it is not signed, by its form. */
export function serviceOf(request: WireRequest): Service | undefined {
  const signed = claimedService(request.headers);
  const candidates = SERVICES.filter(
    ({ name }) => signed === undefined || signed === (SIGNED_AS[name] ?? name),
  );
  return candidates.find((service) => service.resolve(request) !== undefined) ?? candidates.at(-1);
}
