/**
 * Small drawings, in the colour of the text around them. Decoration only: a word always stands beside.
 * @module
 */

const PATHS = {
  overview: 'M2.5 13.5h11M4.5 11V8M8 11V3.5M11.5 11V6',
  status: 'M1.5 8.5h3l2-5 3 9 2-4h3',
  agents: 'M5 6.5h6v6H5zM8 3v3.5M6.8 9.2v.4M9.2 9.2v.4M2.5 8.5v2.5M13.5 8.5v2.5',
  savings:
    'M8 2.5v11M11 4.8C10.4 4 9.3 3.6 8 3.6c-1.7 0-3 .8-3 2.1 0 3 6.2 1.4 6.2 4.4 0 1.4-1.4 2.3-3.2 2.3-1.5 0-2.7-.5-3.3-1.4',
  capacity: 'M2.5 2.5v11h11M4.5 4.5c1 4.5 3 6.5 8.5 7M4.5 9.5h9',
  coverage: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11zM8 2.5v11M8 8h5.5M8.5 5h4M8.5 11h4',
  quotas: 'M2.5 11.5a5.5 5.5 0 0 1 11 0M8 11.5l3-4M2 4.5h12',
  anomalies: 'M1.5 12h4l2-9.5 2 9.5h5M10.5 5h3M12 3.5v3',
  forecast: 'M2 12.5 6 9l2.5 1.5M9.5 9 14 4M10.5 4H14v3.5',
  reports: 'M4 2.5h5.5l3 3v8H4zM9.5 2.5v3h3M6 8.5h4.5M6 11h4.5',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
  close: 'M4 4l8 8M12 4l-8 8',
  warning: 'M8 2.5 14.2 13.5H1.8zM8 6.5v3.2M8 11.4v.4',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.3v3.6M8 5v.4',
  down: 'M4 6.5 8 10.5l4-4',
  bell: 'M3.5 11.5h9l-1.3-1.8V7a3.2 3.2 0 0 0-6.4 0v2.7zM6.8 13.4h2.4',
  check: 'M3 8.5 6.5 12 13 4.5',
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
