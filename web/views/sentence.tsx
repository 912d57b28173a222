/**
 * The sentence that answers, with its amounts and names set off.
 * @module
 */
import type { Words as Said } from '../overview/sentence.ts';

/** Without a full stop. */
export function Words({ words }: { words: readonly Said[] }) {
  return (
    <>
      {words.map((word) => {
        if (typeof word === 'string') return word;
        if ('strong' in word) return <strong>{word.strong}</strong>;
        const name = <bdi class="name">{word.name}</bdi>;
        return word.href === undefined ? name : <a href={word.href}>{name}</a>;
      })}
    </>
  );
}

export function Sentence({ words }: { words: readonly Said[] }) {
  return (
    <>
      <Words words={words} />.
    </>
  );
}
