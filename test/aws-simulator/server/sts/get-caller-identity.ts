/**
 * GetCallerIdentity, which needs no permission (STS API Reference).
 * @module
 */
import { z } from 'zod';
import { operation } from '../wire/service.ts';

export const getCallerIdentity = operation(z.object({}), (_asked, { account, arn }) => ({
  Arn: arn,
  UserId: 'AIDASIMULATOREXAMPLE',
  Account: account,
}));
