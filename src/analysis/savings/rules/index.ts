/**
 * Every rule of the advisor; findings without dollars keep this order.
 * @module
 */
import type { Finding } from '../finding.ts';
import type { SavingsInput } from '../input.ts';
import { batchCandidates } from './batch.ts';
import { globalProfile } from './global-profile.ts';
import { idleUnits } from './idle-units.ts';
import { legacyModels } from './legacy-models.ts';
import { outputLimits } from './output-limits.ts';
import { worthProvisioning } from './provisioned.ts';
import { refusedCalls } from './refused.ts';
import { repeatedPrompts } from './repeated-prompts.ts';
import { slowModels } from './slow.ts';
import { unpricedUsage } from './unpriced.ts';
import { unreadCache } from './unread-cache.ts';
import { untagged } from './untagged.ts';

export const RULES: readonly ((input: SavingsInput) => Finding[])[] = [
  idleUnits,
  unpricedUsage,
  legacyModels,
  worthProvisioning,
  unreadCache,
  repeatedPrompts,
  batchCandidates,
  globalProfile,
  outputLimits,
  refusedCalls,
  slowModels,
  untagged,
];
