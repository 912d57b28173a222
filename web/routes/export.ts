/**
 * Usage and cost for other tools, as a download.
 * @module
 */
import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { chargesByDay, exportNames, parseExportRequest } from '../../src/answers/export.ts';
import { isoInstant } from '../../src/domain/time.ts';
import { answersOf, type WebDeps } from '../deps.ts';
import { focusCsv } from '../format/focus-csv.ts';
import { queryName, spendText } from '../http/parameters.ts';

/** `/api/export/focus`: the file that the command `export focus` writes, by the same parameters. */
export function exportRoutes(deps: WebDeps): Hono {
  const routes = new Hono();
  routes.get('/api/export/focus', (c) => {
    const context = answersOf(deps);
    const { where, from, to, since } = spendText(c, deps);
    const text = { where, from, to, since, grain: c.req.query('grain') || undefined };
    const request = parseExportRequest(text, context.now, queryName);
    const [first, last] = [request.range.from, request.range.to].map((at) => isoInstant(at).slice(0, 10));
    c.header('Content-Type', 'text/csv; charset=utf-8');
    c.header('Content-Disposition', `attachment; filename="bedrock-focus-${first}-${last}.csv"`);
    // A failure in the midst breaks the connection off: a file that ends early must not look whole.
    const csv = Readable.from(focusCsv(chargesByDay(context, request), exportNames(context)));
    csv.on('error', (error) => deps.onError?.(error));
    return c.body(Readable.toWeb(csv.map((piece: string) => Buffer.from(piece))) as ReadableStream);
  });
  return routes;
}
