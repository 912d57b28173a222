/**
 * A table of usage: the telling columns first, each row a link deeper, the exact sum below.
 * @module
 */
import { NONE_LABEL } from '../../src/domain/dimension.ts';
import { formatCount } from '../../src/domain/format.ts';
import { isUnpriced, unpricedTokens } from '../../src/domain/measures.ts';
import { labelOf, type Names } from '../format/label.ts';
import { titleOf } from '../format/titles.ts';
import { visible } from '../format/visible.ts';
import { link } from '../overview/address.ts';
import { cacheShare, tokenRate } from '../overview/rates.ts';
import type { Table, TableRow } from '../overview/table.ts';
import { Identifier } from './identifier.tsx';
import { Change, Count, Money, Share, UnpricedBadge } from './numbers.tsx';
import { ShareBar } from './share-bar.tsx';
import { Sparkline } from './sparkline.tsx';

export interface UsageTableProps {
  readonly table: Table;
  readonly caption: string;
  readonly path: string;
  readonly state: URLSearchParams;
  readonly names: Names;
  /** Why there is no change to show, when there is none at all. */
  readonly noChange: string | null;
  /** Colour slots of models in the chart, where rows are models. */
  readonly slots?: ReadonlyMap<string, number>;
  /** What each value of the first column came to over the range, period by period. */
  readonly trends?: ReadonlyMap<string, readonly (number | null)[]>;
}

const COLUMNS = [
  'Calls',
  'Failed',
  'Input',
  'Output',
  'Cache read',
  'Cache write',
  'Cache share',
  '$/M tokens',
] as const;
/** Sums have a column, and no line of their own. */
const NO_TRENDS: ReadonlyMap<string, readonly (number | null)[]> = new Map();
/** Shown where there is room; the files have them in any case. */
const EXTRA: ReadonlySet<string> = new Set(['Cache read', 'Cache write']);

export function UsageTable(props: UsageTableProps) {
  const { table, caption, noChange } = props;
  const unpriced = unpricedTokens(table.total.measures) > 0;
  return (
    <section class="table-scroll" tabindex={0} aria-label={caption}>
      <table>
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {table.dimensions.map((dimension) => (
              <th scope="col">{titleOf(dimension)}</th>
            ))}
            <th scope="col" class="number">
              Cost
            </th>
            {unpriced && <th scope="col">Unpriced</th>}
            <th scope="col" class="number">
              Share
            </th>
            {noChange === null && (
              <th scope="col" class="number">
                Change
              </th>
            )}
            {props.trends && <th scope="col">Trend</th>}
            {COLUMNS.map((title) => (
              <th scope="col" class={EXTRA.has(title) ? 'number extra' : 'number'}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <Row row={row} unpriced={unpriced} {...props} />
          ))}
          {table.rest && (
            <tr class="rest">
              <td colspan={table.dimensions.length}>
                {formatCount(table.rest.rows)} more{' '}
                <a href={link(props.path, props.state, { rows: 'all', q: null })}>show all</a>
              </td>
              <Numbers
                row={table.rest.row}
                unpriced={unpriced}
                noChange={noChange}
                trends={props.trends && NO_TRENDS}
              />
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colspan={table.dimensions.length}>
              Total
            </th>
            <Numbers
              row={isUnpriced(table.total.measures) ? { ...table.total, cost: null } : table.total}
              unpriced={unpriced}
              noChange={noChange}
              trends={props.trends && NO_TRENDS}
            />
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

function Row(props: UsageTableProps & { row: TableRow; unpriced: boolean }) {
  const { table, row, path, state, names, slots, unpriced, noChange } = props;
  const values = row.key.map((value, i) => [table.dimensions[i] ?? 'model', value] as const);
  const filters = Object.fromEntries(values.map(([dimension, value]) => [dimension, value ?? NONE_LABEL]));
  const href = link(path, state, { ...filters, q: null, rows: null });
  const text = values.map(([, value]) => visible(value ?? NONE_LABEL)).join(' ');
  return (
    <tr data-text={text} class={row.change?.kind === 'gone' ? 'gone' : undefined}>
      {values.map(([dimension, value], i) => {
        const content = (
          <>
            {slots && <Swatch slot={slots.get(value ?? '') ?? null} />}
            <Identifier label={labelOf(dimension, value, names)} href={href} />
          </>
        );
        return i === 0 ? <th scope="row">{content}</th> : <td>{content}</td>;
      })}
      <Numbers row={row} unpriced={unpriced} noChange={noChange} trends={props.trends} slots={slots} />
    </tr>
  );
}

/** The colour of a series; grey for what the chart draws as "other". */
export function Swatch({ slot }: { slot: number | null }) {
  return <span class={`swatch ${slot === null ? 'series-rest' : `series-${slot}`}`} aria-hidden="true" />;
}

interface NumbersProps {
  readonly row: TableRow;
  readonly unpriced: boolean;
  readonly noChange: string | null;
  readonly trends: UsageTableProps['trends'] | undefined;
  readonly slots?: UsageTableProps['slots'] | undefined;
}

function Numbers({ row, unpriced, noChange, trends, slots }: NumbersProps) {
  const { measures, cost, share, change } = row;
  const tokens = unpricedTokens(measures);
  return (
    <>
      <td class="number strong">
        <Money value={cost} reason="none of it has a price" />
      </td>
      {unpriced && <td>{tokens > 0 && <UnpricedBadge tokens={tokens} bare />}</td>}
      <td class="number share">
        <Share value={share} reason="the cost is unknown" />
        <ShareBar share={share ?? 0} />
      </td>
      {noChange === null && (
        <td class="number">
          <Change change={change} reason="nothing to compare with" />
        </td>
      )}
      {trends && (
        <td>
          <Sparkline
            values={trends.get(row.key[0] ?? '') ?? []}
            slot={slots?.get(row.key[0] ?? '') ?? null}
          />
        </td>
      )}
      <td class="number">
        <Count value={measures.invocations} />
      </td>
      <td class="number">
        <Count value={measures.failedInvocations} />
      </td>
      <td class="number">
        <Count value={measures.input} />
      </td>
      <td class="number">
        <Count value={measures.output} />
      </td>
      <td class="number extra">
        <Count value={measures.cacheRead} />
      </td>
      <td class="number extra">
        <Count value={measures.cacheWrite} />
      </td>
      <td class="number">
        <Share value={cacheShare(measures)} reason="no prompt tokens" />
      </td>
      <td class="number">
        <Money value={tokenRate(measures)} reason="no priced tokens" />
      </td>
    </>
  );
}
