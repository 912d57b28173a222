/**
 * The code and status of each refusal, by service: "Common errors" in the services' API references.
 * @module
 */
import { AwsError, type Refusal, type Refused } from './aws-error.ts';

export type Code = readonly [code: string, status: number];
export type Dialect = Readonly<Record<Refusal, Code>>;

/** AWS JSON services. */
export const JSON_DIALECT: Dialect = {
  validation: ['ValidationException', 400],
  throttling: ['ThrottlingException', 400],
  'access-denied': ['AccessDeniedException', 400],
  'expired-credentials': ['ExpiredTokenException', 400],
  'unknown-credentials': ['UnrecognizedClientException', 400],
  'missing-authentication': ['MissingAuthenticationTokenException', 403],
  'garbled-authentication': ['IncompleteSignatureException', 403],
  'clock-skew': ['InvalidSignatureException', 400],
  internal: ['InternalFailure', 500],
  unavailable: ['ServiceUnavailableException', 503],
  'unknown-operation': ['UnknownOperationException', 404],
  'bad-page-token': ['InvalidPaginationTokenException', 400],
};

/** REST services of Bedrock. */
export const BEDROCK_DIALECT: Dialect = {
  ...JSON_DIALECT,
  throttling: ['ThrottlingException', 429],
  'access-denied': ['AccessDeniedException', 403],
  'expired-credentials': ['ExpiredTokenException', 403],
  'unknown-credentials': ['UnrecognizedClientException', 403],
  'clock-skew': ['InvalidSignatureException', 403],
  internal: ['InternalServerException', 500],
  'bad-page-token': ['ValidationException', 400],
};

/** Services that once spoke, or still speak, the query protocol. */
export const QUERY_DIALECT: Dialect = {
  validation: ['ValidationError', 400],
  throttling: ['Throttling', 400],
  'access-denied': ['AccessDenied', 403],
  'expired-credentials': ['ExpiredToken', 403],
  'unknown-credentials': ['InvalidClientTokenId', 403],
  'missing-authentication': ['MissingAuthenticationToken', 403],
  'garbled-authentication': ['IncompleteSignature', 403],
  'clock-skew': ['SignatureDoesNotMatch', 403],
  internal: ['InternalFailure', 500],
  unavailable: ['ServiceUnavailable', 503],
  'unknown-operation': ['InvalidAction', 400],
  'bad-page-token': ['InvalidNextToken', 400],
};

export const S3_DIALECT: Dialect = {
  ...QUERY_DIALECT,
  validation: ['InvalidArgument', 400],
  throttling: ['SlowDown', 503],
  'expired-credentials': ['ExpiredToken', 400],
  'unknown-credentials': ['InvalidAccessKeyId', 403],
  'missing-authentication': ['AccessDenied', 403],
  'garbled-authentication': ['AuthorizationHeaderMalformed', 403],
  'clock-skew': ['RequestTimeTooSkewed', 403],
  internal: ['InternalError', 500],
  'unknown-operation': ['NotImplemented', 501],
  'bad-page-token': ['InvalidArgument', 400],
};

/** A refusal in a service's own words. */
export function inDialect(dialect: Dialect, refused: Refused): AwsError {
  const [code, status] = dialect[refused.refusal];
  return new AwsError(code, status, refused.message);
}
