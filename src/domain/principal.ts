/**
 * Who called, from `identity.arn`. Forms: invocation-logs facts, sections 1.6 and 4.
 * @module
 */

export interface Caller {
  /** Role or user ARN without session; the role path is not in an STS ARN and is not made up. */
  readonly principal: string | null;
  /** Role session name; null for users, root and federated users without one. */
  readonly session: string | null;
  /** Bedrock agent id, ten upper-case alphanumerics, of an agent's orchestration calls. */
  readonly agent: string | null;
}

export const UNKNOWN_CALLER: Caller = { principal: null, session: null, agent: null };

const ASSUMED_ROLE = /^(arn:aws[a-z-]*:sts::\d{12}:assumed-role\/[^/]+)\/(.+)$/;
const AGENT_SESSION = /^BedrockAgents-([A-Z0-9]+)-[a-f0-9-]+$/;

/** Splits an STS or IAM ARN. Text that is no ARN is kept whole as the principal: evidence is not dropped. */
export function parseCaller(arn: string | null): Caller {
  if (arn === null || arn === '') return UNKNOWN_CALLER;
  const role = ASSUMED_ROLE.exec(arn);
  if (!role) return { principal: arn, session: null, agent: null };
  const session = role[2] ?? null;
  const agent = session === null ? null : (AGENT_SESSION.exec(session)?.[1] ?? null);
  return { principal: role[1] ?? null, session, agent };
}

/**
 * The principal that a person means: `arn:aws:iam::A:role/path/NAME` is found under the STS form that logs carry.
 */
export function principalAsLogged(arn: string): string {
  const role = /^(arn:aws[a-z-]*):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn);
  return role ? `${role[1]}:sts::${role[2]}:assumed-role/${role[3]}` : arn;
}
