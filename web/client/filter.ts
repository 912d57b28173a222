/**
 * Hiding table rows that do not contain what is typed. Sums stay those of all rows, as the server has it.
 * @module
 */

export function filterWhileTyping(): void {
  const input = document.querySelector<HTMLInputElement>('input[data-filter]');
  input?.addEventListener('input', () => {
    const wanted = input.value.trim().toLowerCase();
    for (const row of document.querySelectorAll<HTMLTableRowElement>('tr[data-text]')) {
      const text = `${row.dataset.text} ${row.querySelector('th')?.textContent}`.toLowerCase();
      row.hidden = !text.includes(wanted);
    }
  });
}
