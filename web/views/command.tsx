/**
 * A command to run, with a button that copies it.
 * @module
 */
import { Icon } from './icons.tsx';

export function Command({ text }: { text: string }) {
  return (
    <p class="command">
      <code>{text}</code>
      <button type="button" class="copy" data-copy={text} title="Copy" aria-label={`Copy ${text}`}>
        <Icon name="copy" />
      </button>
    </p>
  );
}
