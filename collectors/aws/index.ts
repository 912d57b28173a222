/**
 * What all collectors need of AWS: credentials, connections, counting, pacing, and errors in words.
 * @module
 */
export { ask, listAll, pages } from './ask.ts';
export { assumedRole, type CredentialProvider, type RoleToAssume } from './assumed-role.ts';
export { type CallTally, createCallTally } from './call-tally.ts';
export { classify } from './classify.ts';
export { type AwsClient, type CountedCall, countCalls, paceCalls } from './count-calls.ts';
export { Faults } from './faults.ts';
export { type Doing, iamStatement, type Permission } from './hint.ts';
export { type HttpLimits, httpHandler } from './http.ts';
export { secondsOf } from './instants.ts';
export { createRateLimiter, type RateLimit, type RateLimiter } from './rate-limiter.ts';
