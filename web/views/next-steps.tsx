/**
 * The strip under the figures: one question a line, each a link to the page that answers it in full.
 * @module
 */

import { FRESH_SECONDS } from '../answers/kept.ts';
import { spanText } from '../format/moment.ts';
import type { NextStep } from '../overview/next-steps.ts';
import { Icon } from './icons.tsx';
import { Words } from './sentence.tsx';

export interface NextStepsProps {
  readonly steps: readonly NextStep[];
  /** Seconds since the oldest of their answers was asked. */
  readonly age: number;
}

export function NextSteps({ steps, age }: NextStepsProps) {
  return (
    <nav class="card next-steps" aria-label="What to look at next">
      <ul>
        {steps.map(({ id, question, answer, href, urgent }) => (
          <li>
            <a href={href} id={`next-${id}`}>
              <span class="question">{question}</span>
              <span class={answer === null ? 'muted' : 'reply'}>
                {urgent && <Icon name="warning" />}
                {answer === null ? 'Being worked out' : <Words words={answer} />}
              </span>
            </a>
          </li>
        ))}
      </ul>
      {age >= FRESH_SECONDS && <p class="muted aged">Worked out {spanText(age)} ago</p>}
    </nav>
  );
}
