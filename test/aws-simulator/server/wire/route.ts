/**
 * Services whose operation is named by method and path (REST).
 * @module
 */
import type { Operation, Resolved, WireRequest } from './service.ts';
import { parseJson } from './target.ts';

export interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly name: string;
  readonly operation: Operation;
}

/**
 * @param path with `{name}` for a label; labels are one segment, and may hold encoded slashes
 */
export function route(method: string, path: string, name: string, operation: Operation): Route {
  const pattern = new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`);
  return { method, pattern, name, operation };
}

/** The first route that fits; its input is body, query and labels in one. */
export const byRoute =
  (routes: readonly Route[]) =>
  (request: WireRequest): Resolved | undefined => {
    for (const { method, pattern, name, operation } of routes) {
      const match = method === request.method ? pattern.exec(request.url.pathname) : null;
      if (!match) continue;
      const labels = Object.entries(match.groups ?? {}).map(([key, value]) => [
        key,
        decodeURIComponent(value),
      ]);
      const input = () => ({
        ...Object(parseJson(request.body)),
        ...Object.fromEntries(request.url.searchParams),
        ...Object.fromEntries(labels),
      });
      return { name, operation, input };
    }
    return undefined;
  };
