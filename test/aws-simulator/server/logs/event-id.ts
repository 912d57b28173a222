/**
 * How CloudWatch Logs numbers events.
 * @module
 */

/** 56 digits that grow with the event's time. @param hex 32 digits */
export const eventId = (timestamp: number, hex: string): string =>
  `3${String(timestamp).padStart(13, '0')}${BigInt(`0x${hex}`).toString().padStart(42, '0')}`;
