/**
 * What the store holds, in the words of `truth.ts`.
 * @module
 */
import { type EpochSeconds, epochSeconds, isoDay } from '../../../src/domain/time.ts';
import type { Store } from '../../../src/store/port.ts';
import type { Book, Span } from './truth.ts';

const rangeOf = ({ from, to }: Span) => ({ from: epochSeconds(from), to: epochSeconds(to) });

export async function storedCalls(store: Store, span: Span): Promise<Book> {
  const rows = await store.invocations({ range: rangeOf(span), where: [], limit: 1_000_000 });
  const book: Book = new Map();
  for (const { account, region, requestId, at, modelId, principal, tokens, errorCode } of rows) {
    const { input, output, cacheRead, cacheWrite, cacheWrite5m, cacheWrite30m, cacheWrite1h } = tokens;
    const written = cacheWrite + cacheWrite5m + cacheWrite30m + cacheWrite1h;
    const counts = [input, output, cacheRead, written].join(' ');
    const key = `${account} ${region} ${requestId}`;
    if (book.has(key)) throw new Error(`${key} is there twice`);
    book.set(key, [at, modelId, principal, counts, errorCode ?? 'none'].join(' '));
  }
  return book;
}

export async function storedUsage(store: Store, span: Span): Promise<Book> {
  const rows = await store.usage({
    range: rangeOf(span),
    by: ['hour', 'account', 'region', 'modelId', 'principal'],
    where: [],
  });
  return new Map(
    rows.map(({ key: [hour = '', ...rest], ...row }) => [
      [hour?.slice(0, 13), ...rest].join(' '),
      [row.invocations, row.failedInvocations, row.input, row.output, row.cacheRead, row.cacheWrite].join(
        ' ',
      ),
    ]),
  );
}

const NAMESPACES = [
  ...['AWS/Bedrock', 'AWS/Bedrock/Agents', 'AWS/Bedrock/Guardrails', 'AWS/Bedrock/Batch'],
  ...['AWS/BedrockMantle', 'AWS/Bedrock-AgentCore'],
];

export async function storedMinutes(store: Store, span: Span): Promise<Book> {
  const book: Book = new Map();
  for (const namespace of NAMESPACES) {
    for (const { series, points } of await store.metrics({ range: rangeOf(span), namespace })) {
      const named = Object.entries(series.dimensions).map((one) => one.join('='));
      for (const { at, period, value } of points) {
        if (period !== 60) throw new Error(`${series.metric} at ${at} has a period of ${period} s`);
        const { account, region, metric, statistic } = series;
        book.set(
          [account, region, namespace, metric, statistic, ...named.sort(), at].join(' '),
          value.toPrecision(12),
        );
      }
    }
  }
  return book;
}

type Body = Record<string, unknown>;

export async function storedQuotas(store: Store): Promise<Book> {
  const book: Book = new Map();
  for (const kind of ['quota-applied', 'quota-default', 'quota-request']) {
    for (const item of await store.items({ kind })) {
      const body = item.body as Body;
      const said =
        kind === 'quota-request' ? [body.desired, body.status] : [body.value, body.name, body.adjustable];
      book.set(`${item.account} ${item.region} ${kind} ${body.code}`, said.join(' '));
    }
  }
  return book;
}

export async function storedInventory(store: Store, kinds: readonly string[]): Promise<Book> {
  const book: Book = new Map();
  for (const kind of kinds) {
    for (const item of await store.items({ kind })) {
      const body = item.body as Body;
      const status = body.status ?? (body.lifecycle as Body | undefined)?.status ?? null;
      book.set(`${item.account} ${item.region} ${kind} ${item.id}`, String(status));
    }
  }
  return book;
}

/** @param now days that AWS may still change have to be marked as such */
export async function storedBill(store: Store, span: Span, now: EpochSeconds): Promise<Book> {
  const book: Book = new Map();
  for (const row of await store.bill(rangeOf(span))) {
    const key = [row.account, isoDay(row.day), row.service, row.usageType].join(' ');
    const open = Math.floor(now / 86_400) - row.day < 2;
    if (row.provisional !== open) throw new Error(`${key} is ${row.provisional ? '' : 'not '}provisional`);
    book.set(key, [Number(row.quantity), row.unblendedCost].join(' '));
  }
  return book;
}
