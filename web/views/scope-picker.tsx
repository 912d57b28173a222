/**
 * The account and Region that the page is narrowed to.
 * @module
 */
import type { UsageRow } from '../../src/domain/measures.ts';
import type { Names } from '../format/label.ts';
import type { OverviewRequest } from '../overview/request.ts';
import { PlaceForm } from './place-form.tsx';

export interface ScopePickerProps {
  readonly request: OverviewRequest;
  readonly path: string;
  /** Keys: account, Region. */
  readonly scopes: readonly UsageRow[];
  readonly names: Names;
}

export function ScopePicker({ request, path, scopes, names }: ScopePickerProps) {
  const chosen = (of: string) => request.filters.find(({ dimension }) => dimension === of)?.values ?? [];
  return (
    <PlaceForm
      path={path}
      state={request.state}
      drops={['rows']}
      places={scopes.map(({ key }) => ({ account: key[0] ?? null, region: key[1] ?? null }))}
      chosen={{ account: chosen('account'), region: chosen('region') }}
      names={names}
    />
  );
}
