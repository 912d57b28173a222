/**
 * What is wrong with a price catalogue, and where: file, key path and line.
 * @module
 */
import { isMap, isNode, isSeq, type LineCounter, type Document as YamlDocument } from 'yaml';
import { MeterError } from '../src/domain/errors.ts';

export type KeyPath = readonly (string | number)[];

/** A broken catalogue: nothing of it is loaded. Every problem is one line of `problems`. */
export class CatalogError extends MeterError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const rest = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
    super(`price catalogue: ${problems[0] ?? 'unreadable'}${rest}`, {
      hint: 'restore pricing/catalog from the release, or mend the named lines; no price is in force until then',
    });
    this.name = 'CatalogError';
    this.problems = problems;
  }
}

/** Turns key paths of one file into places that an editor opens. */
export interface Locator {
  readonly file: string;
  /** `amazon.yaml:12 models.amazon.nova-lite-v1:0.prices[0].standard`. */
  at(path: KeyPath): string;
}

/** Places by the source positions of a parsed YAML document. */
export function yamlLocator(file: string, document: YamlDocument, lines: LineCounter): Locator {
  return {
    file,
    at: (path) => `${file}:${lines.linePos(offsetOf(document, path)).line} ${keyPath(path)}`,
  };
}

/** Places in data that has no lines. */
export function plainLocator(file: string): Locator {
  return { file, at: (path) => `${file} ${keyPath(path)}` };
}

/** `prices[2].standard.input`. */
export function keyPath(path: KeyPath): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`)).join('');
}

/** Start of the deepest key or item of the path that exists; the document's start otherwise. */
function offsetOf(document: YamlDocument, path: KeyPath): number {
  let offset = 0;
  let node: unknown = document.contents;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => String(item.key) === key);
      offset = startOf(pair?.key) ?? offset;
      node = pair?.value;
    } else {
      node = isSeq(node) ? node.get(Number(key), true) : undefined;
      offset = startOf(node) ?? offset;
    }
  }
  return offset;
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
