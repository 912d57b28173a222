/**
 * What the status page says of calls that came too late to be counted.
 * @module
 */
import { groupThousands } from '../../src/domain/format.ts';
import type { LateCalls } from '../status/late.ts';

export function LateCallsCard({ late }: { late: LateCalls }) {
  return (
    <section class="card" aria-labelledby="late-title">
      <header class="card-head">
        <h2 id="late-title">Not counted</h2>
      </header>
      <p class="card-text">
        {groupThousands(late.calls)} records of calls from {late.from} to {late.to} (UTC) came when single
        calls of their hours were no longer kept. Most likely they were read before; nobody can tell, so they
        were not counted again. The time that single calls are kept is <code>retention.invocationDays</code>.
      </p>
    </section>
  );
}
