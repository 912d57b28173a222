/**
 * Hiding table rows that do not contain what is typed. Sums stay those of all rows, as the server has it.
 * @module
 */

/** Rows of tables; a grid of hours is none, and what is summed stays. */
const ROWS = 'main table:not(.heat) > tbody > tr:not(.rest)';

export function filterWhileTyping(): void {
  const input = document.querySelector<HTMLInputElement>('input[data-filter]');
  input?.addEventListener('input', () => {
    const wanted = input.value.trim().toLowerCase();
    for (const row of document.querySelectorAll<HTMLTableRowElement>(ROWS)) {
      const own = row.dataset.text;
      const text = own === undefined ? row.textContent : `${own} ${row.querySelector('th')?.textContent}`;
      row.hidden = !text.toLowerCase().includes(wanted);
    }
  });
}
