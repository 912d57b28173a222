/**
 * Keys: `/` to the filter, `g` and a letter to a page, `?` for the list. Never while something is typed.
 * @module
 */

/** How long after `g` its letter counts. */
const CHORD_MS = 1200;

export function listenForKeys(): void {
  let chordUntil = 0;
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target)) {
      if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur();
      return;
    }
    if (event.timeStamp < chordUntil) {
      chordUntil = 0;
      const page = document.querySelector<HTMLAnchorElement>(`.nav a[data-key="${CSS.escape(event.key)}"]`);
      if (page) page.click();
      return;
    }
    if (event.key === 'g') chordUntil = event.timeStamp + CHORD_MS;
    else if (event.key === '/') focusFilter(event);
    else if (event.key === '?') document.querySelector<HTMLDialogElement>('#keys')?.showModal();
  });
}

function focusFilter(event: KeyboardEvent): void {
  const input = document.querySelector<HTMLInputElement>('input[data-filter]');
  if (!input) return;
  event.preventDefault();
  input.focus();
  input.select();
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, select, textarea, [contenteditable]') !== null
  );
}
