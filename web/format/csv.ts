/**
 * CSV by RFC 4180, safe to open in a spreadsheet.
 * @module
 */

export type CsvCell = string | number | null;

/** Rows to CSV with CRLF line ends; null is an empty field. */
export function toCsv(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/** Text that a spreadsheet would run as a formula is led by an apostrophe (OWASP, CSV injection). */
function field(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
