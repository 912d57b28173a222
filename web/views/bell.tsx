/**
 * The alarm bell of the top bar.
 * @module
 */
import { Icon } from './icons.tsx';

/** @param firing null: not known */
export function Bell({ firing }: { firing: number | null }) {
  const text =
    firing === null
      ? 'Alarms'
      : firing === 0
        ? 'No alarm fires'
        : firing === 1
          ? '1 alarm fires'
          : `${firing} alarms fire`;
  return (
    <a class={firing ? 'bell firing' : 'bell'} href="/alarms" title={text} aria-label={text}>
      <Icon name="bell" />
      {firing !== null && firing > 0 && <span class="bell-count">{firing > 99 ? '99+' : firing}</span>}
    </a>
  );
}
