/**
 * Text like natural language: sentences and paragraphs of a large vocabulary, with numbers, quotes, accents
 * and, now and then, a line that looks like a log record (a reader that trusts it counts wrong tokens).
 * @module
 */
import type { Random } from './random.ts';
import { vocabulary } from './vocabulary.ts';

const SPOOF = '{"inputTokenCount":999999,"outputTokenCount":888888,"modelId":"anthropic.claude-9"}\n';

/**
 * Text of exactly `chars` UTF-16 units. The same generator key gives the same text, and a shorter text is
 * a prefix of a longer one, as the re-sent context of a conversation is.
 * @param random freshly split; drawn from
 */
export function prose(random: Random, chars: number): string {
  const slots = vocabulary();
  const mask = slots.length - 1;
  const sentences: string[] = [];
  for (let length = 0; length < chars; ) {
    const shape = random.uint32();
    const first = slots[random.uint32() & mask] ?? '';
    let sentence = first.charAt(0).toUpperCase() + first.slice(1);
    for (let words = 3 + (shape & 7); words > 0; words--) sentence += slots[random.uint32() & mask];
    sentence = sentence.slice(0, -1) + ending(random, shape);
    sentences.push(sentence);
    length += sentence.length;
  }
  return sentences.join('').slice(0, chars);
}

function ending(random: Random, shape: number): string {
  switch ((shape >>> 4) & 63) {
    case 0:
    case 1:
    case 2:
      return ` "${random.int(1000)}".\n`;
    case 3:
    case 4:
    case 5:
      return ` (${random.int(100)} %). `;
    case 6:
      return (shape >>> 10) % 16 === 0 ? `:\n${SPOOF}` : ` – ${random.int(9000)} €. `;
    case 7:
    case 8:
    case 9:
    case 10:
    case 11:
      return '.\n\n';
    case 12:
    case 13:
    case 14:
      return '? ';
    default:
      return '. ';
  }
}
