/**
 * What the pages gain with JavaScript: live charts, fresh times, copying, keys. Everything else works without.
 * @module
 */
import { keepTimesFresh } from './ago.ts';
import { drawCharts } from './chart.ts';
import { copyOnClick } from './copy.ts';
import { filterWhileTyping } from './filter.ts';
import { closeMenusOutside, submitOnChange } from './forms.ts';
import { listenForKeys } from './keyboard.ts';
import { slideUnits } from './slider.ts';

document.documentElement.classList.add('js');
drawCharts();
slideUnits();
keepTimesFresh();
copyOnClick();
submitOnChange();
closeMenusOutside();
filterWhileTyping();
listenForKeys();
