import { CAUSES, type Cause } from '../../analysis/bridge.ts';
import type { Month } from '../../answers/month.ts';
import { type NanoUsd, nanoUsd } from '../../domain/money.ts';
import { type Cell, left, type ReportSection, right, text, usd } from '../document.ts';

/** What causes are called, and what they mean. */
export const CAUSE_TEXT: Readonly<Record<Cause, readonly [title: string, means: string]>> = {
  volume: [
    'More or fewer calls',
    'the calls of all models that were there before, at the old mix and cost per call',
  ],
  mix: ['Other models', 'calls moved to dearer or cheaper models, Regions or tiers'],
  tokensPerCall: ['Tokens per call', 'longer or shorter prompts and answers'],
  tokenKinds: ['Kinds of tokens', 'other shares of cached, written and output tokens'],
  price: [
    'Prices',
    'the same tokens at other unit prices: list prices, bands of long prompts, times that cache writes live',
  ],
  newModels: ['New', 'models, Regions or tiers that were not there before'],
  goneModels: ['Gone', 'models, Regions or tiers that are no longer called'],
};

/** From the month before to this one, cause by cause. */
export function bridgeSection({ bridge, closed }: Month): ReportSection {
  const { before, after, causes } = bridge ?? { before: nanoUsd(0n), after: nanoUsd(0n), causes: null };
  const moved = causes === null ? [] : CAUSES.filter((cause) => causes[cause] !== 0n);
  const change = (delta: NanoUsd): Cell => ({ kind: 'change', delta, ratio: null });
  return {
    id: 'bridge',
    title: 'Why it changed',
    chart: 'bridge',
    paragraphs: [closed ? 'Against the whole month before.' : 'Against the same part of the month before.'],
    table: {
      caption: 'From the month before to this one; the parts add up exactly',
      columns: [left('Cause'), left('What it means'), right('Amount')],
      rows: [
        [text('The month before'), text(''), usd(before)],
        ...moved.map((cause) => [
          text(CAUSE_TEXT[cause][0]),
          text(CAUSE_TEXT[cause][1]),
          change(causes?.[cause] ?? nanoUsd(0n)),
        ]),
      ],
      total: [text('This month'), text(''), usd(after)],
    },
  };
}
