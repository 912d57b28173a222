/**
 * The HTTP server around the dashboard app: bind, announce, stop.
 * @module
 */
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { MeterError, messageOf, UsageError } from '../domain/errors.ts';

export interface RunningServer {
  readonly url: string;
  /** Stops taking connections and ends those that are open. */
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Whether requests are authenticated; without, only loopback may be bound. */
  readonly authenticated: boolean;
}

/**
 * Listens, and resolves once connections are accepted.
 * @throws UsageError for an open bind without authentication; MeterError when the port cannot be bound
 */
export function startServer(app: Hono, options: ServerOptions): Promise<RunningServer> {
  const { host, port } = options;
  if (!options.authenticated && !isLoopback(host)) {
    throw new UsageError(`server.host ${host}: needs server.auth.token, because others could reach it`, {
      hint: 'set server.auth.token in the configuration, or bind 127.0.0.1',
    });
  }
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, (info) => {
      resolve({
        url: `http://${host.includes(':') ? `[${host}]` : host}:${info.port}`,
        close: () => stop(server as Server),
      });
    }) as Server;
    server.once('error', (cause) => {
      reject(
        new MeterError(`cannot listen on ${host}:${port}: ${messageOf(cause)}`, {
          hint: 'choose another port with server.port, --port or PORT',
          cause,
        }),
      );
    });
  });
}

/** 127.0.0.0/8, ::1 and the name localhost. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
