/**
 * The alarm bell of the top bar.
 * @module
 */
import { Icon } from './icons.tsx';

export function Bell({ firing }: { firing: number }) {
  const text = firing === 0 ? 'No alarm fires' : firing === 1 ? '1 alarm fires' : `${firing} alarms fire`;
  return (
    <a class={firing > 0 ? 'bell firing' : 'bell'} href="/alarms" title={text} aria-label={text}>
      <Icon name="bell" />
      {firing > 0 && <span class="bell-count">{firing > 99 ? '99+' : firing}</span>}
    </a>
  );
}
