/**
 * Slack's limits. Sources: Slack API reference, Block Kit (blocks 50, header 150, section text 3,000, section fields
 * 10 of 2,000 each); slackapi/bolt-js issue 2509 for the whole message, where messages of about 13,200 characters of
 * blocks were refused. How Slack counts is not said: UTF-16 units of the escaped text are never fewer than characters.
 * @module
 */

export const MAX_BLOCKS = 50;
export const MAX_HEADER = 150;
export const MAX_TEXT = 3000;
export const MAX_FIELDS = 10;
export const MAX_FIELD = 2000;
/** With room to spare below the wall. */
export const MAX_MESSAGE = 12_000;
