/**
 * The slider over numbers of units: the curve and the figures follow it, and the address keeps it.
 * @module
 */
import { durationOption } from '../charts/duration-curve.ts';
import { init } from '../charts/engine.ts';
import type { Theme } from '../charts/palette.ts';
import type { SliderData, SliderStep } from '../charts/slider-data.ts';

const dark = matchMedia('(prefers-color-scheme: dark)');
const print = matchMedia('print');
/** Paper is always light. */
const theme = (): Theme => (dark.matches && !print.matches ? 'dark' : 'light');

/** Draws the duration curve where a page has one, and lets its slider move the units. */
export function slideUnits(): void {
  const place = document.querySelector<HTMLElement>('[data-duration]');
  const json = document.getElementById(place?.dataset.duration ?? '')?.textContent;
  if (!place || !json) return;
  const data = JSON.parse(json) as SliderData;
  const chart = init(place, null, { renderer: 'svg' });
  let { units } = data;
  const draw = () => chart.setOption(durationOption(data, units, theme()));
  draw();
  for (const query of [dark, print]) query.addEventListener('change', draw);
  new ResizeObserver(() => chart.resize()).observe(place);
  place.dataset.drawn = 'true';

  const slider = document.querySelector<HTMLInputElement>('[data-slider] input[type="range"]');
  slider?.addEventListener('input', () => {
    const step = data.steps[slider.valueAsNumber];
    if (!step) return;
    units = step.units;
    draw();
    show(step);
  });
  slider?.addEventListener('change', () => remember(units));
}

function show(step: SliderStep): void {
  for (const cell of document.querySelectorAll<HTMLElement>('[data-slider] [data-step]')) {
    const value = step[(cell.dataset.step ?? 'label') as keyof SliderStep];
    cell.textContent = String(value ?? '');
  }
}

/** State lives in the address: a copied one shows the same. */
function remember(units: number): void {
  const address = new URL(location.href);
  address.searchParams.set('units', String(units));
  history.replaceState(null, '', address);
  const field = document.querySelector<HTMLInputElement>('.capacity-form input[name="units"]');
  if (field) field.value = String(units);
}
