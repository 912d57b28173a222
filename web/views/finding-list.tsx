/**
 * What the advisor found, one row a finding: what, how much, what to do, and the evidence on request.
 * @module
 */
import type { RankedFinding } from '../../src/analysis/savings/finding.ts';
import { formatUsd, UNKNOWN } from '../../src/domain/format.ts';
import { visible } from '../format/visible.ts';
import { link } from '../overview/address.ts';
import { apiAddress } from '../overview/api-address.ts';
import type { OverviewRequest } from '../overview/request.ts';
import { CardLinks } from './card-links.tsx';
import { Money } from './numbers.tsx';
import { ShareBar } from './share-bar.tsx';

const RULES: Readonly<Record<string, string>> = {
  batch: 'Batch',
  'global-profile': 'Global profile',
  'idle-units': 'Idle units',
  'legacy-models': 'Model that ends',
  'output-limits': 'Output limits',
  provisioned: 'Provisioned throughput',
  refused: 'Refused calls',
  'repeated-prompts': 'Repeated prompts',
  slow: 'Slow calls',
  unpriced: 'No price',
  'unread-cache': 'Cache that is not read',
  untagged: 'Missing tags',
};

/** What kind of finding a rule makes. */
export const ruleWords = (rule: string): string => RULES[rule] ?? rule;

export interface FindingListProps {
  readonly id: string;
  readonly title: string;
  readonly text?: string;
  /** Dearest first. */
  readonly findings: readonly RankedFinding[];
  readonly request: OverviewRequest;
}

export function FindingList({ id, title, text, findings, request }: FindingListProps) {
  if (findings.length === 0) return null;
  const most = findings[0]?.usdPerMonth ?? null;
  return (
    <section class="card" id={id} aria-labelledby={`${id}-title`}>
      <header class="card-head">
        <h2 id={`${id}-title`}>{title}</h2>
        <CardLinks api={apiAddress('/api/savings', request)} table="findings" what="findings" />
      </header>
      {text !== undefined && <p class="card-text">{text}</p>}
      <section class="table-scroll" tabindex={0} aria-label={title}>
        <table class="findings">
          <caption class="visually-hidden">{title}, dearest first</caption>
          <thead>
            <tr>
              <th scope="col">Finding</th>
              {most !== null && (
                <th scope="col" class="number">
                  A month
                </th>
              )}
              <th scope="col">What to do</th>
            </tr>
          </thead>
          <tbody>
            {findings.map((finding) => (
              <Row finding={finding} most={most} request={request} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Row({
  finding,
  most,
  request,
}: { finding: RankedFinding; most: bigint | null } & Pick<FindingListProps, 'request'>) {
  const { rule, title, usdPerMonth, over, where, fix } = finding;
  const name = <bdi>{visible(title)}</bdi>;
  return (
    <tr>
      <th scope="row" class="wrap">
        {Object.keys(where).length === 0 ? (
          name
        ) : (
          <a href={link('/', request.state, where as Record<string, string>)} title="The usage behind it">
            {name}
          </a>
        )}
        <span class="kind">{ruleWords(rule)}</span>
      </th>
      {most !== null && (
        <td class="number strong share">
          {usdPerMonth === null ? UNKNOWN : <Money value={usdPerMonth} />}
          {over === 'once' && <span class="kind">once</span>}
          {usdPerMonth !== null && <ShareBar share={Number((usdPerMonth * 1000n) / most) / 1000} />}
        </td>
      )}
      <td class="wrap">
        {visible(fix)}
        <Evidence finding={finding} />
      </td>
    </tr>
  );
}

function Evidence({ finding: { evidence, saving, assumptions } }: { finding: RankedFinding }) {
  return (
    <details class="evidence">
      <summary>Evidence{assumptions.length > 0 && ', and what it assumes'}</summary>
      <ul>
        {evidence.map((one) => (
          <li>{visible(one)}</li>
        ))}
        {saving !== null && <li>{formatUsd(saving)} in this range</li>}
        {assumptions.map((one) => (
          <li>Assumed: {one}</li>
        ))}
      </ul>
    </details>
  );
}
