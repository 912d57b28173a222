/**
 * Makes a request go wrong as a fault says.
 * @module
 */
import { denied } from '../permissions.ts';
import { AwsError, type Refusal, Refused } from '../wire/aws-error.ts';
import type { Caller, Service } from '../wire/service.ts';
import type { Fault } from './fault.ts';

/** What is done to the connection instead of answering. */
export type Breakage = 'hang' | 'reset' | 'truncated' | 'html';

interface Asked {
  readonly service: Service;
  readonly action: string;
  readonly caller: Caller;
}

const REFUSALS: Readonly<Record<string, readonly [Refusal, string]>> = {
  throttling: ['throttling', 'Rate exceeded'],
  'internal-error': ['internal', 'An internal error has occurred.'],
  unavailable: ['unavailable', 'The service is temporarily unavailable.'],
  'expired-page-token': ['bad-page-token', 'The specified nextToken has expired.'],
  'expired-credentials': ['expired-credentials', 'The security token included in the request is expired'],
  'clock-skew': [
    'clock-skew',
    'Signature expired: the difference between the request time and the current time is too large.',
  ],
};

/** @throws the error that the fault stands for; what it does to the connection is returned */
export function provoke(fault: Fault, asked: Asked): Breakage | undefined {
  switch (fault.kind) {
    case 'hang':
    case 'reset':
    case 'truncated':
    case 'html':
      return fault.kind;
    case 'access-denied':
      throw denied(asked.action, asked.caller.arn);
    case 'wrong-region':
      throw new AwsError(
        'PermanentRedirect',
        301,
        'The bucket you are attempting to access must be addressed using the specified endpoint.',
        {
          'x-amz-bucket-region': 'ap-southeast-2',
        },
      );
    case 'error':
      throw new AwsError(fault.code ?? 'InternalFailure', fault.status ?? 500, fault.message ?? 'made up');
    default: {
      const [refusal, message] = REFUSALS[fault.kind] ?? ['internal', fault.kind];
      const [code, status] = asked.service.dialect[refusal];
      if (fault.code === undefined && fault.status === undefined)
        throw new Refused(refusal, fault.message ?? message);
      throw new AwsError(fault.code ?? code, fault.status ?? status, fault.message ?? message);
    }
  }
}
