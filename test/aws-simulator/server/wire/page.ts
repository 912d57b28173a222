/**
 * Pages and the tokens that lead to the next one. A token holds its position, and belongs to one question.
 * @module
 */
import { Random } from '../../world/random.ts';
import { Refused } from './aws-error.ts';

interface Content<P> {
  readonly at: number;
  readonly question: string;
  readonly position: P;
}

const digest = (question: unknown): string => new Random(JSON.stringify(question)).hex(2);

/** @param question what has to be asked again, the same, with the token */
export function issueToken<P>(question: unknown, position: P, now: number): string {
  const content: Content<P> = { at: now, question: digest(question), position };
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

/** The position in a token. @throws Refused when it is not one of ours, belongs elsewhere or is too old */
export function readToken<P>(token: string, question: unknown, now: number, lifetime = 86_400_000): P {
  const content = decode<P>(token);
  if (content?.question !== digest(question)) {
    throw new Refused('bad-page-token', 'The specified nextToken is invalid.');
  }
  if (now > content.at + lifetime) {
    throw new Refused('bad-page-token', 'The specified nextToken has expired.');
  }
  return content.position;
}

function decode<P>(token: string): Content<P> | undefined {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

/** The next `limit` of a list that stays as it is while it is paged through. */
export function pageOf<T>(
  items: readonly T[],
  paging: { token?: string | undefined; limit: number; question: unknown; now: number },
): Page<T> {
  const { token, limit, question, now } = paging;
  const from = token === undefined ? 0 : readToken<number>(token, question, now);
  const rest = items.length > from + limit;
  return {
    items: items.slice(from, from + limit),
    ...(rest ? { nextToken: issueToken(question, from + limit, now) } : {}),
  };
}
