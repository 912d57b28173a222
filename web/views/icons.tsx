/**
 * Small drawings, in the colour of the text around them. Decoration only: a word always stands beside.
 * @module
 */

const PATHS = {
  overview: 'M2.5 13.5h11M4.5 11V8M8 11V3.5M11.5 11V6',
  status: 'M1.5 8.5h3l2-5 3 9 2-4h3',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
  close: 'M4 4l8 8M12 4l-8 8',
  warning: 'M8 2.5 14.2 13.5H1.8zM8 6.5v3.2M8 11.4v.4',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.3v3.6M8 5v.4',
  down: 'M4 6.5 8 10.5l4-4',
} as const;
export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
