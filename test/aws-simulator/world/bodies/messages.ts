/**
 * A conversation as messages: every turn after the first is the model's answer and what was said to it.
 * @module
 */
import type { Texts } from '../texts.ts';

export interface Message {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

export function messagesOf({ turns }: Texts): Message[] {
  return turns.flatMap((text, i): Message[] => {
    if (i === 0) return [{ role: 'user', text }];
    const answer = Math.ceil(text.length / 4);
    return [
      { role: 'assistant', text: text.slice(0, answer) },
      { role: 'user', text: text.slice(answer) },
    ];
  });
}
