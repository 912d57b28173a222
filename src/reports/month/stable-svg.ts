/**
 * Pictures that are the same bytes on every run.
 * @module
 */

/**
 * ECharts counts its names through the life of the process, and a report must be the same bytes on every run: names are
 * counted anew in each picture. Its styles only serve the mouse.
 */
export function stable(svg: string, prefix: string): string {
  const names = new Map<string, string>();
  return svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/ (?:class|ecmeta_\w+)="[^"]*"/g, '')
    .replace(/\bzr\d+-[\w-]+/g, (name) => {
      const known = names.get(name) ?? `${prefix}-${names.size + 1}`;
      names.set(name, known);
      return known;
    });
}
