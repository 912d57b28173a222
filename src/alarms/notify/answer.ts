/**
 * What an HTTP answer means for a message. Bodies are looked at, never repeated: they may hold the address, which is a
 * secret.
 * @module
 */
import { type EpochSeconds, parseInstant } from '../../domain/time.ts';
import type { Outcome } from '../outbox/retry.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  /** The beginning of it. */
  readonly body: string;
}

/** Slack's own words for what is wrong: `invalid_payload`, `channel_not_found`. */
const SLACK_WORD = /^[a-z_]{3,60}$/;
const WEB_PAGE = /^\s*<(?:!doctype\s+html|html)/i;

/** Slack says `ok` in plain text; anything else with a good status comes from somebody in between. */
export function slackOutcome(answer: HttpAnswer, now: EpochSeconds): Outcome {
  const { status, body } = answer;
  if (status >= 200 && status < 300) {
    if (body.trim() === 'ok') return { kind: 'delivered' };
    return failed('not-understood', `${status} without Slack's "ok"${isPage(body)}`);
  }
  const word = body.trim();
  return refusal(answer, now, SLACK_WORD.test(word) ? `: ${word}` : isPage(body));
}

/** Any success that is no web page; a proxy's login page is one. */
export function webhookOutcome(answer: HttpAnswer, now: EpochSeconds): Outcome {
  const { status, body } = answer;
  if (status < 200 || status >= 300) return refusal(answer, now, isPage(body));
  return WEB_PAGE.test(body) ? failed('not-understood', `${status}${isPage(body)}`) : { kind: 'delivered' };
}

function refusal({ status, retryAfter }: HttpAnswer, now: EpochSeconds, more: string): Outcome {
  const detail = `${status}${more}`;
  const after = retryAfterSeconds(retryAfter, now);
  if (status === 429) return failed('rate-limited', detail, after ?? 30);
  if (status >= 500) return failed('server', detail, after);
  if (status === 408) return failed('timeout', detail);
  if (status >= 300 && status < 400)
    return failed('refused', `${detail}: it redirects, which is not followed`);
  if (status === 400 || status === 413 || status === 422) return failed('rejected', detail);
  return failed('refused', detail);
}

type Failed = Extract<Outcome, { kind: 'failed' }>;
const failed = (why: Failed['why'], detail: string, retryAfter: number | null = null): Failed => ({
  kind: 'failed',
  why,
  detail,
  retryAfter,
});

const isPage = (body: string): string =>
  WEB_PAGE.test(body) ? ' with a web page: is the address right?' : '';

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** Seconds, or an HTTP date (RFC 9110, section 10.2.3); null when it is neither. */
export function retryAfterSeconds(text: string | null, now: EpochSeconds): number | null {
  if (text === null) return null;
  if (/^\d{1,7}$/.test(text.trim())) return Number(text.trim());
  const m = /^\w{3}, (\d{2}) (\w{3}) (\d{4}) (\d{2}:\d{2}:\d{2}) GMT$/.exec(text.trim());
  const month = m ? MONTHS.indexOf(m[2] ?? '?') / 3 + 1 : 0;
  const at = m ? parseInstant(`${m[3]}-${String(month).padStart(2, '0')}-${m[1]}T${m[4]}Z`) : undefined;
  return at === undefined ? null : Math.max(0, at - now);
}
