/**
 * An account in a report: by its configured name, with its id.
 * @module
 */
import { type Cell, text } from '../document.ts';

/** @param names by account id */
export function accountCell(id: string, names: ReadonlyMap<string, string>): Cell {
  const name = names.get(id);
  return name === undefined ? text(id) : text(name, id);
}
