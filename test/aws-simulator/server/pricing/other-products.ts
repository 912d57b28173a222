/**
 * Products of the price list that no token belongs to: guardrails, model units, customisation, imported models. Taken
 * from the public price list by hand.
 * @module
 */
import { Random } from '../../world/random.ts';
import type { Product } from './products.ts';

interface Row {
  readonly body: string;
  readonly unit: string;
  readonly usd: string;
  readonly feature: string;
}

/** Of us-east-1, in August 2026. */
const ROWS: readonly Row[] = [
  {
    body: 'Guardrail-ContentPolicyUnitsConsumed',
    unit: 'TextUnit',
    usd: '0.0001500000',
    feature: 'Guardrails',
  },
  {
    body: 'Guardrail-SensitiveInformationPolicyFreeUnitsConsumed',
    unit: 'TextUnit',
    usd: '0.0000000000',
    feature: 'Guardrails',
  },
  {
    body: 'Nova2.0Lite-ProvisionedThroughput-NoCommit-ModelUnits',
    unit: 'hour',
    usd: '60.5000000000',
    feature: 'Provisioned Throughput Inference - no commit',
  },
  {
    body: 'Nova2.0Lite-Customization-Storage',
    unit: 'Model/month',
    usd: '1.9500000000',
    feature: 'Model Customization',
  },
  {
    body: 'Llama-CustomModelImport-Inference-v1:0',
    unit: 'Custom Model Unit per min',
    usd: '0.0571800000',
    feature: 'Custom Model Import',
  },
];

/** The same in every version of the list; other Regions have none here. */
export function otherProducts(region: string): Product[] {
  if (region !== 'us-east-1') return [];
  return ROWS.map(({ body, unit, usd, feature }) => {
    const usagetype = `USE1-${body}`;
    return {
      sku: new Random(`sku ${usagetype}`).hex(2).toUpperCase(),
      attributes: {
        servicecode: 'AmazonBedrock',
        servicename: 'Amazon Bedrock',
        regionCode: region,
        location: 'US East (N. Virginia)',
        locationType: 'AWS Region',
        usagetype,
        operation: '',
        feature,
      },
      unit,
      usd,
      description: `$${usd} per ${unit} of ${usagetype}`,
    };
  });
}
