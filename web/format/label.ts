/**
 * What people read in place of ids: the telling part first, the rest on hover.
 * @module
 */
import { type Dimension, NONE_LABEL, OTHER_LABEL } from '../../src/domain/dimension.ts';
import { shorten, visible } from './visible.ts';

export interface Label {
  readonly text: string;
  /** A second, quieter part: the kind and account of a principal. */
  readonly detail: string | null;
  /** The whole value, to hover and copy; null when there is none. */
  readonly full: string | null;
}

/** Names that ids stand for. */
export interface Names {
  /** By base model id. */
  readonly models: ReadonlyMap<string, { readonly name: string }>;
  /** By account id. */
  readonly accounts: ReadonlyMap<string, string>;
  /** By agent id, where the page has them. */
  readonly agents?: ReadonlyMap<string, string>;
}

const LONGEST = 44;
/** Shorter, since kind and account stand beside it. */
const LONGEST_PRINCIPAL = 28;

const NONE_DETAIL: Readonly<Partial<Record<Dimension, string>>> = {
  model: 'the id does not say which model',
  principal: 'no identity in the record',
  agent: 'not called by an agent',
  profile: 'no inference profile',
};
const OTHER_DETAIL = 'past the daily limit of distinct values';

/** The label of a dimension's value; null is a row without one. */
export function labelOf(dimension: Dimension, value: string | null, names: Names): Label {
  if (value === null) return { text: NONE_LABEL, detail: NONE_DETAIL[dimension] ?? null, full: null };
  if (value === OTHER_LABEL) return { text: OTHER_LABEL, detail: OTHER_DETAIL, full: null };
  const full = visible(value);
  switch (dimension) {
    case 'model':
      return { text: modelName(value, names) ?? shorten(full, LONGEST), detail: null, full };
    case 'principal':
      return principalLabel(full, names);
    case 'account': {
      const name = names.accounts.get(value);
      return { text: name ? visible(name) : full, detail: name ? full : null, full };
    }
    case 'agent': {
      const name = names.agents?.get(value);
      return { text: shorten(name ? visible(name) : full, LONGEST), detail: name ? full : null, full };
    }
    case 'session':
      return { text: sessionName(full), detail: null, full };
    case 'modelId':
    case 'profile':
      return { text: shorten(full.replace(ARN_HEAD, ''), LONGEST), detail: null, full };
    default:
      return { text: shorten(full, LONGEST), detail: null, full };
  }
}

const ARN_HEAD = /^arn:aws[a-z-]*:bedrock:[a-z0-9-]*:\d*:/;

/** The catalogue's name, unless another model has the same one: then the id must tell them apart. */
function modelName(id: string, { models }: Names): string | undefined {
  const name = models.get(id)?.name;
  if (name === undefined) return undefined;
  for (const [other, card] of models) if (other !== id && card.name === name) return undefined;
  return name;
}

/** Of a session that Bedrock named after an agent, the end is what tells it from others. */
function sessionName(full: string): string {
  const uuid = /^BedrockAgents-[A-Z0-9]{1,20}-([0-9a-f]{8})-[0-9a-f-]{27}$/.exec(full);
  return uuid ? `${uuid[1]}…${full.slice(-6)}` : shorten(full, LONGEST);
}

const KINDS: Readonly<Record<string, string>> = {
  'assumed-role': 'role',
  role: 'role',
  user: 'user',
  'federated-user': 'federated user',
};

function principalLabel(full: string, { accounts }: Names): Label {
  const arn = /^arn:aws[a-z-]*:(?:sts|iam)::(\d{12}):([a-z-]+)(?:\/(.+))?$/.exec(full);
  if (!arn) return { text: shorten(full, LONGEST), detail: null, full };
  const [, account = '', kind = '', path] = arn;
  const where = accounts.get(account);
  const detail = `${KINDS[kind] ?? kind} · ${where ? visible(where) : account}`;
  return { text: shorten(path?.split('/').at(-1) ?? kind, LONGEST_PRINCIPAL), detail, full };
}
