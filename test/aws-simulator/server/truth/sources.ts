/**
 * Which of the world's sources an account and a Region are.
 * @module
 */
import { SOURCES, type Source } from '../../world/accounts.ts';

const ALL: readonly Source[] = Object.values(SOURCES);

export const allSources = (): readonly Source[] => ALL;

/** Undefined where the account calls no models. */
export const sourceOf = (account: string, region: string): Source | undefined =>
  ALL.find((source) => source.account === account && source.region === region);
