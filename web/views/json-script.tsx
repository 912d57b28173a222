/**
 * Data for the client, as inert JSON in the page.
 * @module
 */
import { raw } from 'hono/html';

/** JSON that cannot end its script element, whatever its strings hold. */
export function safeJson(data: unknown): string {
  return JSON.stringify(data)
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

export function JsonScript({ id, data }: { id: string; data: unknown }) {
  return (
    <script type="application/json" id={id}>
      {raw(safeJson(data))}
    </script>
  );
}
