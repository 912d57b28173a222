/**
 * What a fault does to a connection.
 * @module
 */
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Handled } from '../handle.ts';

const PAGE = '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>';

/** The answer, or what comes of the connection instead. */
export async function breakConnection(
  handled: Handled,
  { incoming, outgoing }: HttpBindings,
): Promise<Response> {
  const { response, breakage } = handled;
  if (breakage === undefined) return response;
  switch (breakage) {
    case 'html':
      return new Response(PAGE, { headers: { 'content-type': 'text/html' } });
    case 'reset':
      incoming.socket.resetAndDestroy();
      return RESPONSE_ALREADY_SENT;
    case 'hang':
      await new Promise((resolve) => outgoing.once('close', resolve));
      return RESPONSE_ALREADY_SENT;
    case 'truncated':
      return truncate(response, { incoming, outgoing });
  }
}

/** Half of the body goes out before the connection ends. */
async function truncate(response: Response, { incoming, outgoing }: HttpBindings): Promise<Response> {
  const body = Buffer.from(await response.arrayBuffer());
  outgoing.writeHead(response.status, {
    ...Object.fromEntries(response.headers),
    'content-length': String(Math.max(2, body.length)),
  });
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => incoming.socket.destroySoon());
  await new Promise((resolve) => outgoing.once('close', resolve));
  return RESPONSE_ALREADY_SENT;
}
