/**
 * Which model a product is for. In order: the id inside a mantle usagetype; the product's name (`servicename` of the
 * marketplace, `model` or `titanModel` elsewhere); the name inside the usagetype. Two names that stand for different
 * models make the row unknown.
 * @module
 */
import { type BaseModelId, baseModelId } from '../../src/domain/ids.ts';
import { CATALOG_UNITS, GUARDRAIL_PREFIX } from '../unit-rule.ts';
import { type ModelNames, type NameReading, nameKey } from './model-names.ts';
import type { Usage } from './usage.ts';

const MARKETPLACE = 'AmazonBedrockFoundationModels';

export type ProductModel =
  | NameReading
  | { readonly status: 'new'; readonly id: BaseModelId; readonly name: string; readonly provider: string }
  | { readonly status: 'contradiction'; readonly reason: string };

export interface ProductNames {
  readonly serviceCode: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly usage: Usage;
}

/** Which ids a product prices, or why that is not known. */
export function productModel(product: ProductNames, names: ModelNames): ProductModel {
  const { usage, attributes } = product;
  if (usage.endpoint === 'mantle' && usage.name !== null) return byId(usage.name, attributes, names);
  if (usage.name !== null && isPlatform(usage)) return names.find(usage.name);
  const attribute = productName(product);
  if (product.serviceCode === MARKETPLACE && usage.name !== null) {
    return imageVariant(attribute ?? '', usage.name, names);
  }
  const byAttribute = attribute === undefined ? UNKNOWN : names.find(attribute);
  const byUsage = usage.name === null ? UNKNOWN : names.find(usage.name);
  if (byAttribute.status === 'unknown') return byUsage;
  if (byAttribute.status === 'models' && byUsage.status === 'models' && !meet(byAttribute.ids, byUsage.ids)) {
    return {
      status: 'contradiction',
      reason: `the product is ${attribute}, its usagetype says ${usage.name}`,
    };
  }
  return byAttribute;
}

/** Guardrails and imported models are no Bedrock model, whatever architecture the row names. */
const isPlatform = ({ meter }: Usage): boolean =>
  meter.meter === 'fee'
    ? meter.fee === 'import-minute' || meter.fee === 'import-month'
    : meter.meter === 'unit' && CATALOG_UNITS[meter.unit].id.startsWith(GUARDRAIL_PREFIX);

/** What the product is called, for messages; undefined where only its usagetype tells. */
export function productName({ serviceCode, attributes }: ProductNames): string | undefined {
  if (serviceCode === MARKETPLACE) return attributes.servicename;
  return attributes.model ?? attributes.titanModel;
}

const UNKNOWN: NameReading = { status: 'unknown' };

function byId(id: string, attributes: Readonly<Record<string, string>>, names: ModelNames): ProductModel {
  const found = names.find(id);
  if (found.status === 'models') {
    // The key of an id is also compared loosely in spelling; an id has to be the very same.
    const exact = found.ids.filter((known) => known === id);
    if (exact.length > 0) return { status: 'models', ids: exact };
  }
  if (found.status === 'skipped') return found;
  const provider = attributes.provider ?? id.split('.', 1)[0] ?? '';
  return { status: 'new', id: baseModelId(id), name: attributes.model ?? id, provider };
}

/** `CreatedImageStyleGuide`: the product is the one that the suffix names, never the family alone. */
function imageVariant(family: string, variant: string, names: ModelNames): NameReading {
  const exact = names.find(`${family.replace(/ \(Amazon Bedrock Edition\)$/, '')} ${variant}`);
  if (exact.status !== 'unknown' || nameKey(family) === '') return exact;
  return names.find(`Stable Image ${variant}`);
}

const meet = (a: readonly BaseModelId[], b: readonly BaseModelId[]): boolean =>
  a.some((id) => b.includes(id));
