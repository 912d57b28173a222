/**
 * What fails, gathered by what would mend it: one fault of credentials is one thing to do, whatever it stops.
 * @module
 */
import { groupThousands } from '../../src/domain/format.ts';
import { labelOf, type Names } from '../format/label.ts';
import { shorten, visible } from '../format/visible.ts';
import type { SourceStatus } from '../status/status.ts';
import { meaningOf } from '../status/summary.ts';
import { Icon } from './icons.tsx';

/** The rest is in the table. */
const LONGEST_ERROR = 240;
const MOST_NAMED = 6;

export function Failing({ sources, names }: { sources: readonly SourceStatus[]; names: Names }) {
  const failing = sources.filter(({ status }) => status === 'failed');
  const groups = [...Map.groupBy(failing, ({ hint, error }) => hint ?? error ?? '').values()];
  if (groups.length === 0) return null;
  return (
    <section class="card" aria-labelledby="failing-title">
      <header class="card-head">
        <h2 id="failing-title">What fails</h2>
      </header>
      <ul class="failing">
        {groups.map((own) => (
          <Group sources={own} names={names} />
        ))}
      </ul>
    </section>
  );
}

function Group({ sources, names }: { sources: readonly SourceStatus[]; names: Names }) {
  const [first] = sources;
  if (first === undefined) return null;
  const kinds = [...new Set(sources.map(({ collector }) => collector))];
  const one = sources.length === 1;
  return (
    <li>
      <p>
        <span class="state failed">
          <Icon name="warning" />
          {one ? placed(first, names) : `${groupThousands(sources.length)} sources: ${listed(kinds)}`}
        </span>
      </p>
      <p>{shorten(visible(first.error ?? ''), LONGEST_ERROR)}</p>
      {first.hint !== null && <Mend hint={visible(first.hint)} />}
      <p class="muted">{[...new Set(sources.map(meaningOf))].join(' ')}</p>
    </li>
  );
}

function placed({ collector, account, region }: SourceStatus, names: Names): string {
  const who = account === null ? null : labelOf('account', account, names).text;
  const place = [region, who].filter((part) => part !== null).join(' of ');
  return place === '' ? visible(collector) : `${visible(collector)} in ${visible(place)}`;
}

function listed(kinds: readonly string[]): string {
  const shown = kinds.slice(0, MOST_NAMED).map(visible).join(', ');
  return kinds.length > MOST_NAMED ? `${shown} and more` : shown;
}

/** What to do; a command stands apart, to be copied. */
export function Mend({ hint }: { hint: string }) {
  if (!/^(aws|bedrock-meter) /.test(hint)) return <p>To mend it: {hint}</p>;
  return (
    <p class="command">
      <code>{hint}</code>
      <button type="button" class="copy" data-copy={hint} title="Copy" aria-label="Copy the command">
        <Icon name="copy" />
      </button>
    </p>
  );
}
