/**
 * The list operations of Bedrock's REST services: filtered, in pages of `maxResults`.
 * @module
 */
import { z } from 'zod';
import { pageOf } from '../wire/page.ts';
import { type Context, type Operation, operation } from '../wire/service.ts';

const paging = {
  maxResults: z.coerce.number().int().min(1).max(1000).default(100),
  nextToken: z.string().optional(),
};

/**
 * @param member of the answer that holds the items
 * @param filters members of the request besides paging
 */
export function pagedList<S extends z.ZodRawShape>(
  member: string,
  filters: S,
  items: (asked: z.output<z.ZodObject<S>>, context: Context) => readonly object[],
): Operation {
  const schema = z.object(filters);
  return operation(z.looseObject(paging), (page, context) => {
    const { maxResults, nextToken, ...rest } = page;
    const parsed = operation(schema, (asked) => items(asked, context)).run(
      rest,
      context,
    ) as readonly object[];
    const question = [member, rest, context.account, context.region];
    const { items: shown, ...next } = pageOf(parsed, {
      token: nextToken,
      limit: maxResults,
      question,
      now: context.now,
    });
    return { [member]: shown, ...next };
  });
}
