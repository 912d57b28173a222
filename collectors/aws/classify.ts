/**
 * What went wrong in a call to AWS, in the terms that people and the scheduler need. Clients differ in how they say
 * the same: AWS JSON has `ThrottlingException`, query-compatible services `Throttling`, S3 `SlowDown`; proxies
 * answer HTML. Source: "Common Errors" in the API references of CloudWatch, CloudWatch Logs, Amazon S3 and STS.
 * @module
 */
import { CollectFault } from '../../src/domain/collector.ts';
import { messageOf } from '../../src/domain/errors.ts';
import { type Doing, deniedHint } from './hint.ts';

const LONGEST_MESSAGE = 300;

const THROTTLED =
  /^(?:Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|LimitExceeded|BandwidthLimit|PriorRequestNotComplete)/;
const EXPIRED = /^(?:ExpiredToken|RequestExpired|TokenRefreshRequired)/;
const SKEWED = /^(?:RequestTimeTooSkewed|RequestInTheFuture)/;
const CREDENTIALS =
  /^(?:CredentialsProviderError|TokenProviderError|UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId|InvalidToken|SignatureDoesNotMatch|InvalidSignature|MissingAuthenticationToken|IncompleteSignature|AuthFailure)/;
const DENIED = /^(?:AccessDenied|UnauthorizedOperation|NotAuthorized|Unauthorized|OptInRequired|Forbidden)/;
const ABSENT =
  /^(?:ResourceNotFound|NoSuch|NotFound|UnknownOperation|InvalidAction|NotImplemented|DataUnavailable)/;
const BROKEN_WIRE =
  /^(?:ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EPROTO|CERT_|ERR_TLS|ERR_HTTP2|UND_ERR|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;

/**
 * Sorts anything that a client threw.
 * @param doing what was asked, for the message and the hint
 */
export function classify(error: unknown, doing: Doing): CollectFault {
  if (error instanceof CollectFault) return error;
  const { kind, hint } = sort(error, doing);
  return new CollectFault(kind, `${doing.action}: ${sentence(error)}`, {
    ...(hint === undefined ? {} : { hint }),
    cause: error,
  });
}

interface Sorted {
  readonly kind: CollectFault['kind'];
  readonly hint?: string | undefined;
}

function sort(error: unknown, doing: Doing): Sorted {
  const [name, status] = [nameOf(error), statusOf(error)];
  if (THROTTLED.test(name) || status === 429) return { kind: 'throttled' };
  if (EXPIRED.test(name))
    return { kind: 'denied', hint: 'the credentials have expired: renew them, or use a role' };
  if (SKEWED.test(name) || isSkew(error)) {
    return { kind: 'denied', hint: 'the clock of this machine is wrong: synchronise it (NTP)' };
  }
  if (DENIED.test(name)) return { kind: 'denied', hint: deniedHint(messageOf(error), doing) };
  if (CREDENTIALS.test(name)) {
    return {
      kind: 'denied',
      hint: 'AWS does not know these credentials: check profile, environment or role',
    };
  }
  // Endpoints other than AWS's own say so of services that they do not have.
  if (status === 501) return { kind: 'absent', hint: NOT_SERVED };
  if (isUnreadable(error)) return unreadable(status);
  if (ABSENT.test(name)) return { kind: 'absent', hint: doing.whenAbsent };
  if (isSilence(error)) return { kind: 'unavailable', hint: SILENT };
  if (BROKEN_WIRE.test(codeOf(error)) || name === 'TimeoutError' || name === 'AbortError')
    return { kind: 'unavailable', hint: WIRE_HINTS.get(codeOf(error)) };
  if (status !== undefined && status >= 500) return { kind: 'unavailable' };
  return { kind: status === 404 ? 'absent' : 'misread', hint: status === 404 ? doing.whenAbsent : undefined };
}

const SILENT = 'nobody answers: look for a proxy or a firewall that swallows connections to AWS';

const WIRE_HINTS: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing listens at the endpoint: check AWS_ENDPOINT_URL and the proxy'],
  ['ENOTFOUND', "the endpoint's name is not known: check the Region, AWS_ENDPOINT_URL and the DNS"],
  ['EAI_AGAIN', 'the DNS does not answer: check the network of this machine'],
]);

const PROXY =
  'the answer did not come from AWS, or not whole: look for a proxy or a wrong endpoint in between';

const NOT_SERVED =
  'the endpoint does not have this service: switch the source off, or name another by AWS_ENDPOINT_URL_<SERVICE>';

const unreadable = (status: number | undefined): Sorted =>
  status !== undefined && status >= 500
    ? { kind: 'unavailable', hint: PROXY }
    : { kind: 'misread', hint: PROXY };

/** Whether an answer came, but not one of the service's: HTML, or JSON or XML that stops in the middle. */
export function isUnreadable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const parsing = error instanceof SyntaxError || /XML parse error|Deserialization error/.test(error.message);
  if (parsing && statusOf(error) !== undefined && !BROKEN_WIRE.test(codeOf(error))) return true;
  return error.name === 'Unknown' && statusOf(error) !== undefined;
}

/** Whether nobody answered in time. The SDK's handler calls a connection that is reset a timeout, too: that is an answer. */
export const isSilence = (error: unknown): boolean =>
  nameOf(error) === 'TimeoutError' && !/^(?:ECONNRESET|EPIPE)$/.test(codeOf(error));

/** Whether an answer began and its connection ended before its end. */
export const isCutOff = (error: unknown): boolean =>
  statusOf(error) !== undefined && BROKEN_WIRE.test(codeOf(error));

/**
 * Whether an error is a mistake of this program and no answer of AWS: it must not be told as one.
 * @param error thrown by a client's `send`
 */
export function isDefect(error: unknown): boolean {
  if (!(error instanceof Error) || statusOf(error) !== undefined) return false;
  return error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
}

/** A signature that fails because of the clock says so only in its text. */
const isSkew = (error: unknown): boolean =>
  /^(?:InvalidSignature|SignatureDoesNotMatch|AuthFailure)/.test(nameOf(error)) &&
  /Signature (?:expired|not yet current)/.test(messageOf(error));

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

function sentence(error: unknown): string {
  const status = statusOf(error);
  if (isUnreadable(error)) return `HTTP ${status ?? '?'} with an answer that is not the service's`;
  const text = messageOf(error)
    .replace(/\s*Deserialization error: .*$/, '')
    .slice(0, LONGEST_MESSAGE);
  const name = nameOf(error);
  return name === '' || name === 'Error' ? text : `${name}: ${text}`;
}
