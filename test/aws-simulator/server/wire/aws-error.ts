/**
 * What AWS services refuse requests with. The same refusal has another code and status in each service.
 * @module
 */

/** An answer that is an error, with the code that the service uses. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: string, status: number, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.headers = headers;
  }
}

export type Refusal =
  | 'validation'
  | 'throttling'
  | 'access-denied'
  | 'expired-credentials'
  | 'unknown-credentials'
  | 'missing-authentication'
  | 'garbled-authentication'
  | 'clock-skew'
  | 'internal'
  | 'unavailable'
  | 'unknown-operation'
  | 'bad-page-token';

/** A refusal before it is known which service has to say it. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal, message: string) {
    super(message);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

/** A request that does not fit its operation. */
export const invalid = (message: string): Refused => new Refused('validation', message);
