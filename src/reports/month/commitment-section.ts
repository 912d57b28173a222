/**
 * Provisioned throughput: what it cost, and how much of the time nobody called it.
 * @module
 */
import type { UnitUse } from '../../analysis/capacity/existing.ts';
import { isoInstant } from '../../domain/time.ts';
import { count, left, type ReportSection, right, share, text, usd } from '../document.ts';

export function commitmentSection(units: readonly UnitUse[]): ReportSection {
  const unknown = 'the price of a unit is not known';
  const table = {
    caption: 'Units as the inventory lists them',
    columns: [
      left('Units'),
      left('Region'),
      left('Committed until'),
      right('Calls'),
      right('Idle hours'),
      right('Cost'),
      right('Idle cost'),
    ],
    rows: units.map(({ owned, calls, idleHours, hours, cost, idleCost }) => [
      text(owned.name ?? owned.arn, `${owned.units} of ${owned.model ?? 'a model that is not told'}`),
      text(owned.region),
      text(owned.commitmentEnds === null ? 'no commitment' : isoInstant(owned.commitmentEnds).slice(0, 10)),
      count(calls),
      share(hours === 0 ? null : idleHours / hours),
      usd(cost, unknown),
      usd(idleCost, unknown),
    ]),
  };
  const paragraphs = [
    units.length === 0
      ? 'No provisioned throughput is listed.'
      : 'Billed by the hour: it is in no amount above, and comes on top of the total.',
  ];
  return {
    id: 'commitments',
    title: 'Commitments',
    paragraphs,
    table: units.length === 0 ? undefined : table,
  };
}
