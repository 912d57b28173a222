/**
 * A page without data says what to do next.
 * @module
 */
import type { EpochSeconds, TimeRange } from '../../src/domain/time.ts';
import { epochSeconds, isoInstant, monthOf } from '../../src/domain/time.ts';
import { rangeText } from '../format/moment.ts';
import { link } from '../overview/address.ts';
import type { OverviewRequest } from '../overview/request.ts';
import { Command } from './command.tsx';

export interface EmptyProps {
  readonly request: OverviewRequest;
  readonly extent: TimeRange | null;
  readonly path: string;
  readonly now: EpochSeconds;
}

export function Empty(props: EmptyProps) {
  return props.extent === null ? <NothingYet /> : <NothingHere {...props} extent={props.extent} />;
}

function NothingYet() {
  return (
    <section class="card empty">
      <h1>No calls recorded yet</h1>
      <p>
        bedrock-meter reads Bedrock's model invocation logs. Point it at some, as Bedrock delivers them to S3
        or CloudWatch Logs, or at files you have:
      </p>
      <Command text="bedrock-meter ingest ./logs" />
      <p class="muted">
        Files, folders and <code>-</code> for standard input; plain or gzip. Reading the same logs twice
        counts nothing twice. From a checkout: <code>npm run -s bedrock-meter -- ingest ./logs</code>
      </p>
    </section>
  );
}

function NothingHere({ request, extent, path, now }: EmptyProps & { extent: TimeRange }) {
  const { filters, state, range } = request;
  const month = monthOf(epochSeconds(extent.to - 1));
  const latest = {
    since: null,
    from: isoInstant(month.from).slice(0, 10),
    to: isoInstant(month.to).slice(0, 10),
  };
  const none = Object.fromEntries(filters.map(({ dimension }) => [dimension, null]));
  return (
    <section class="card empty">
      <h1>
        No calls {filters.length > 0 ? 'match ' : ''}in {rangeText(range, now)}
      </h1>
      <p>There are calls from {rangeText(extent, now)} (UTC).</p>
      <p class="actions">
        {filters.length > 0 && (
          <a class="button" href={link(path, state, none)}>
            Remove the filters
          </a>
        )}
        <a class="button" href={link(path, state, latest)}>
          Show the latest month with calls
        </a>
      </p>
      <p class="muted">More logs are added with:</p>
      <Command text="bedrock-meter ingest ./logs" />
    </section>
  );
}
