/**
 * A local Slack: takes messages of an incoming webhook and refuses what Slack refuses. Limits are those of Slack's
 * Block Kit reference and of slackapi/bolt-js issue 2509, written down here again and not taken from the product.
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SlackBlock {
  readonly type: string;
  readonly text?: { readonly type: string; readonly text: string };
  readonly fields?: readonly { readonly type: string; readonly text: string }[];
  readonly elements?: readonly { readonly type: string; readonly text: string }[];
}
export interface SlackMessage {
  readonly text?: string;
  readonly blocks?: readonly SlackBlock[];
}

/** Slack's word for what is wrong; null when the message would be shown. */
export function refusalOf(body: string): string | null {
  let message: SlackMessage;
  try {
    message = JSON.parse(body) as SlackMessage;
  } catch {
    return 'invalid_payload';
  }
  if (message.text === undefined || message.text === '') return 'no_text';
  if (message.text.length > 40_000) return 'msg_too_long';
  const { blocks } = message;
  if (blocks === undefined) return null;
  if (blocks.length === 0 || blocks.length > 50) return 'invalid_blocks';
  if (JSON.stringify(blocks).length > 13_200) return 'msg_blocks_too_long';
  return blocks.every(isValid) ? null : 'invalid_blocks';
}

function isValid(block: SlackBlock): boolean {
  switch (block.type) {
    case 'header':
      return block.text?.type === 'plain_text' && isText(block.text.text, 150);
    case 'section':
      if (block.fields !== undefined)
        return block.fields.length <= 10 && block.fields.every(({ text }) => isText(text, 2000));
      return block.text !== undefined && isText(block.text.text, 3000);
    case 'context':
      return (
        (block.elements ?? []).length <= 10 && (block.elements ?? []).every(({ text }) => isText(text, 3000))
      );
    case 'divider':
      return true;
    default:
      return false;
  }
}

const isText = (text: string, limit: number): boolean => text.length > 0 && text.length <= limit;

/** What is done with the next requests; the last one stays. */
export type Behaviour = (body: string) => {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Never answers. */
  readonly hang?: boolean;
};

export interface Receiver {
  readonly url: string;
  readonly requests: { readonly body: string; readonly headers: IncomingMessage['headers'] }[];
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
}

/** Slack itself: `ok`, or a word. */
export const likeSlack: Behaviour = (body) => {
  const refusal = refusalOf(body);
  return refusal === null ? { status: 200, body: 'ok' } : { status: 400, body: refusal };
};

export async function startReceiver(behaviour: Behaviour = likeSlack): Promise<Receiver> {
  let current = behaviour;
  const requests: Receiver['requests'] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, response, Buffer.concat(chunks).toString()));
  });
  function answer(request: IncomingMessage, response: ServerResponse, body: string): void {
    requests.push({ body, headers: request.headers });
    const { status, body: text = '', headers = {}, hang } = current(body);
    if (hang) return;
    response.writeHead(status, headers).end(text);
  }
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/T0/B0/secret-part`,
    requests,
    behave: (next) => {
      current = next;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
