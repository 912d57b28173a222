/**
 * Cells as people read them, the same in every form of a report.
 * @module
 */
import { deltaText, ratioText } from '../../web/format/change.ts';
import { formatUsd, groupThousands, UNKNOWN } from '../domain/format.ts';
import type { Cell } from './document.ts';

export function cellText(cell: Cell): string {
  switch (cell.kind) {
    case 'text':
      return cell.text;
    case 'usd':
      return formatUsd(cell.usd);
    case 'count':
      return cell.count === null ? UNKNOWN : groupThousands(cell.count);
    case 'share':
      return cell.share === null ? UNKNOWN : `${(100 * cell.share).toFixed(1)} %`;
    case 'change':
      if (cell.delta === null) return UNKNOWN;
      return cell.ratio === null
        ? deltaText(cell.delta)
        : `${deltaText(cell.delta)} (${ratioText(cell.ratio)})`;
  }
}
