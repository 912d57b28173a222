/**
 * The filters in force, each with the link that removes it.
 * @module
 */
import type { StoreDimension } from '../../src/domain/measures.ts';
import { labelOf, type Names } from '../format/label.ts';
import { titleOf } from '../format/titles.ts';
import { link } from '../overview/address.ts';
import type { OverviewRequest } from '../overview/request.ts';
import { Icon } from './icons.tsx';

export interface ChipsProps {
  readonly request: OverviewRequest;
  readonly path: string;
  readonly names: Names;
}

export function Chips({ request, path, names }: ChipsProps) {
  const { filters, state } = request;
  if (filters.length === 0) return null;
  const none = Object.fromEntries(filters.map(({ dimension }) => [dimension, null]));
  return (
    <ul class="chips" aria-label="Filters">
      {filters.flatMap(({ dimension, values }) =>
        values.map((value, i) => {
          const { text, full } = labelOf(dimension, value, names);
          const name = `${titleOf(dimension)} ${text}`;
          return (
            <li class="chip" title={full ?? undefined}>
              <span class="muted">{titleOf(dimension)}</span> <bdi>{text}</bdi>
              <a
                class="chip-close"
                href={link(path, state, without(state, dimension, i))}
                aria-label={`Remove the filter ${name}`}
              >
                <Icon name="close" />
              </a>
            </li>
          );
        }),
      )}
      {filters.length > 1 && (
        <li>
          <a href={link(path, state, none)}>Remove all</a>
        </li>
      )}
    </ul>
  );
}

function without(state: URLSearchParams, dimension: StoreDimension, i: number) {
  return { [dimension]: state.getAll(dimension).filter((_, at) => at !== i), rows: null };
}
