/**
 * PutMetricData: checked and taken, and then forgotten (CloudWatch API Reference).
 * @module
 */
import { z } from 'zod';
import { DAY, HOUR } from '../../world/clock.ts';
import { AwsError } from '../wire/aws-error.ts';
import { operation } from '../wire/service.ts';

const input = z.object({
  Namespace: z.string().min(1).max(255),
  MetricData: z
    .array(
      z.object({
        MetricName: z.string().min(1),
        Dimensions: z
          .array(z.object({ Name: z.string(), Value: z.string() }))
          .max(30)
          .optional(),
        Timestamp: z.number().optional(),
        Value: z.number().optional(),
        Values: z.array(z.number()).max(150).optional(),
      }),
    )
    .max(1000)
    .default([]),
});

export const putMetricData = operation(input, ({ Namespace, MetricData }, { now }) => {
  if (Namespace.startsWith('AWS/')) {
    throw new AwsError('InvalidParameterValue', 400, 'The value AWS/ for parameter Namespace is invalid.');
  }
  for (const { Timestamp = now / 1000 } of MetricData) {
    if (Timestamp > now / 1000 + 2 * HOUR || Timestamp < now / 1000 - 14 * DAY) {
      throw new AwsError(
        'InvalidParameterValue',
        400,
        'The parameter Timestamp is outside the accepted range.',
      );
    }
  }
  return {};
});
