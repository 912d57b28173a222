/**
 * The bytes that structure JSON (RFC 8259, section 2).
 * @module
 */
export const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const MINUS = 0x2d;
export const DOT = 0x2e;
export const ZERO = 0x30;
export const NINE = 0x39;
export const COLON = 0x3a;
export const OPEN_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;

export const NUL = 0x00;

export const isSpace = (c: number | undefined): boolean => c === SPACE || c === LF || c === CR || c === TAB;

/** White space around JSON texts: also NUL, which some tools put between records. Inside a text it is an error. */
export const isBlank = (c: number | undefined): boolean => isSpace(c) || c === NUL;
