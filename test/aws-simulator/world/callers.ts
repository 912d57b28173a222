/**
 * Who calls: the `identity.arn` of a record, and the principal (role or user) that it stands for.
 * @module
 */
import { Random } from './random.ts';

export interface Identity {
  readonly arn: string;
  /** The ARN without session. */
  readonly principal: string;
}

/** Draws an identity in an account; called once per session where calls form sessions. */
export type Callers = (random: Random, account: string) => Identity;

const assumed = (account: string, role: string, session: string): Identity => {
  const principal = `arn:aws:sts::${account}:assumed-role/${role}`;
  return { arn: `${principal}/${session}`, principal };
};

/** An application on a few machines; the session is the instance id. */
export const instances =
  (role: string, count: number): Callers =>
  (random, account) =>
    assumed(account, role, `i-0${new Random(`${account}/${role}/${random.int(count)}`).hex(2)}`);

/** A Lambda function; the session is its name. */
export const lambda =
  (name: string): Callers =>
  (_random, account) =>
    assumed(account, `${name}-role`, name);

/** People with long-lived keys. */
export const users =
  (...names: [string, ...string[]]): Callers =>
  (random, account) => {
    const arn = `arn:aws:iam::${account}:user/research/${random.pick(names)}`;
    return { arn, principal: arn };
  };

/** People who signed in through the identity centre; the session is their mail address. */
export const developers =
  (...names: [string, ...string[]]): Callers =>
  (random, account) =>
    assumed(account, 'AWSReservedSSO_Developer_9f3b2c7d1e5a6048', `${random.pick(names)}@example.com`);

/** A Bedrock agent's orchestration, under its service role. */
export const bedrockAgent =
  (agentId: string): Callers =>
  (random, account) =>
    assumed(
      account,
      `AmazonBedrockExecutionRoleForAgents_${agentId.slice(0, 5)}`,
      `BedrockAgents-${agentId}-${random.uuid()}`,
    );

/** The AgentCore harness with its default role. */
export const agentCore: Callers = (random, account) =>
  assumed(
    account,
    'AmazonBedrockAgentCoreHarnessDefaultServiceRole-k3x9q',
    `BedrockAgentCore-${random.uuid()}`,
  );
