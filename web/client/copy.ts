/**
 * Copying ids and commands.
 * @module
 */

const SHOWN_MS = 1500;

export function copyOnClick(): void {
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-copy]') : null;
    if (button) void copy(button, button.dataset.copy ?? '');
  });
}

async function copy(button: HTMLElement, text: string): Promise<void> {
  const done = await write(text);
  button.classList.add(done ? 'copied' : 'not-copied');
  announce(done ? 'Copied' : 'Could not copy');
  setTimeout(() => button.classList.remove('copied', 'not-copied'), SHOWN_MS);
}

/** The clipboard is only there on https and on this machine; elsewhere the old way still works. */
async function write(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'visually-hidden';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

function announce(text: string): void {
  const known = document.getElementById('announcer');
  const place = known ?? document.createElement('div');
  if (!known) {
    place.id = 'announcer';
    place.className = 'visually-hidden';
    place.setAttribute('role', 'status');
    document.body.append(place);
  }
  place.textContent = text;
}
