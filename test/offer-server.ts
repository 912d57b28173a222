/**
 * The AWS Price List Bulk API on loopback: what the paths say, or what a test puts in their place.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { dashedRows, mantleRows, marketplaceRows, type OfferRowText, offerText } from './offer-rows.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface OfferFiles {
  /** JSON texts by `<code>/<region>`. */
  readonly offers: Map<string, string>;
  /** Answers of single paths, instead of the offers. */
  readonly special: Map<string, Handler>;
}

export const CODES = ['AmazonBedrock', 'AmazonBedrockFoundationModels', 'AmazonBedrockService'] as const;

/** Rows by service code and Region that agree with the packaged catalogue. */
export function realisticRows(): Map<string, OfferRowText[]> {
  return new Map([
    ['AmazonBedrock/us-east-1', [...dashedRows]],
    ['AmazonBedrock/us-west-2', [...mantleRows]],
    ['AmazonBedrockFoundationModels/us-east-1', marketplaceRows('us-east-1')],
    ['AmazonBedrockFoundationModels/us-west-2', marketplaceRows('us-west-2')],
    ['AmazonBedrockFoundationModels/ap-south-1', marketplaceRows('ap-south-1')],
    ['AmazonBedrockService/us-east-1', []],
  ]);
}

export function textsOf(rows: ReadonlyMap<string, readonly OfferRowText[]>): Map<string, string> {
  return new Map(
    [...rows].map(([key, own]) => {
      const [serviceCode = '', region = ''] = key.split('/');
      return [key, offerText({ serviceCode, region, rows: own })];
    }),
  );
}

export interface OfferServer {
  readonly endpoint: string;
  readonly files: OfferFiles;
  /** Paths asked for, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

export async function startOfferServer(offers: Map<string, string>): Promise<OfferServer> {
  const files: OfferFiles = { offers, special: new Map() };
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const special = files.special.get(path);
    if (special) special(request, response);
    else answer(files, path, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, files, asked, close: () => closeServer(server) };
}

export const indexPath = (code: string): string => `/offers/v1.0/aws/${code}/current/region_index.json`;
export const offerPath = (code: string, region: string): string =>
  `/offers/v1.0/aws/${code}/20261008130114/${region}/index.json`;

function answer(files: OfferFiles, path: string, request: IncomingMessage, response: ServerResponse): void {
  const text = textAt(files, path);
  if (text === undefined) {
    response
      .writeHead(404, { 'content-type': 'application/xml' })
      .end('<Error><Code>NoSuchKey</Code></Error>');
    return;
  }
  const gzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  const headers = { 'content-type': 'application/json', ...(gzip ? { 'content-encoding': 'gzip' } : {}) };
  response.writeHead(200, headers).end(gzip ? gzipSync(text) : text);
}

function textAt({ offers }: OfferFiles, path: string): string | undefined {
  for (const code of CODES) {
    const regions = [...offers.keys()].flatMap((key) =>
      key.startsWith(`${code}/`) ? [key.slice(code.length + 1)] : [],
    );
    if (path === indexPath(code)) {
      const entries = regions.map((regionCode) => [
        regionCode,
        { regionCode, currentVersionUrl: offerPath(code, regionCode) },
      ]);
      return JSON.stringify({ formatVersion: 'v1.0', regions: Object.fromEntries(entries) });
    }
    const region = regions.find((name) => path === offerPath(code, name));
    if (region !== undefined) return offers.get(`${code}/${region}`);
  }
  return undefined;
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
