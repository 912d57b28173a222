/**
 * An id or ARN: its telling part, a link deeper, the whole of it on hover and on the clipboard.
 * @module
 */
import type { Label } from '../format/label.ts';
import { Icon } from './icons.tsx';

export interface IdentifierProps {
  readonly label: Label;
  /** Where it leads; absent: nowhere. */
  readonly href?: string | undefined;
}

export function Identifier({ label, href }: IdentifierProps) {
  const { text, detail, full } = label;
  const name = <bdi>{text}</bdi>;
  return (
    <span class="id">
      {href === undefined ? (
        <span title={full ?? undefined}>{name}</span>
      ) : (
        <a href={href} title={full ?? undefined}>
          {name}
        </a>
      )}
      {detail !== null && <span class="id-detail">{detail}</span>}
      {full !== null && (
        <button type="button" class="copy" data-copy={full} title="Copy" aria-label={`Copy ${full}`}>
          <Icon name="copy" />
        </button>
      )}
    </span>
  );
}
