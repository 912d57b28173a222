/**
 * A share as a thin bar beside its number. Drawn with attributes: the content policy allows no inline styles.
 * @module
 */

export function ShareBar({ share }: { share: number }) {
  return (
    <svg
      class="share-bar"
      viewBox="0 0 100 6"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <rect width="100" height="6" rx="1" class="track" />
      <rect width={(100 * share).toFixed(2)} height="6" rx="1" class="fill" />
    </svg>
  );
}
