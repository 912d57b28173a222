/**
 * Keyed hashes of request bodies: they count repeats and shared beginnings without keeping any text.
 *
 * The body is cut at 1, 4, 16 and 64 KiB. Each piece is hashed together with the key and the digest before
 * it, so that every byte is hashed once and every cut has a digest of all bytes up to it. SHA-256 over a
 * secret block is a sound keyed hash here because only a fraction of the digest leaves this module: there
 * is nothing to extend. (An HMAC object per record costs five times the hashing itself.)
 * @module
 */
import { hash } from 'node:crypto';

export interface BodyHashes {
  /** 64 bits of the whole body's hash, signed. */
  readonly whole: bigint;
  /** Four bytes for each of the cuts that the body reaches; empty for a short body. */
  readonly prefixes: Uint8Array;
}

const CUTS = [1024, 4096, 16_384, 65_536] as const;
const PREFIX_BYTES = 4;

/** Scratch layout: key block, kind of digest, digest so far, piece of the body. */
const KEY_BYTES = 64;
const KIND_AT = KEY_BYTES;
const DIGEST_AT = KIND_AT + 1;
const PIECE_AT = DIGEST_AT + 32;
const PREFIX = 1;
const WHOLE = 2;

let scratch = Buffer.alloc(PIECE_AT + CUTS[3]);
let keyLength = 0;

/** Hashes `body[start, end)`. `key` has at most 64 bytes; shorter keys are padded with zeros. */
export function hashBody(key: Uint8Array, body: Buffer, start: number, end: number): BodyHashes {
  const length = end - start;
  putKey(key);
  for (let i = DIGEST_AT; i < PIECE_AT; i++) scratch[i] = 0;
  const prefixes = new Uint8Array(PREFIX_BYTES * cutsWithin(length));
  let from = 0;
  for (let i = 0; i * PREFIX_BYTES < prefixes.length; i++) {
    const cut = CUTS[i] ?? 0;
    digestPiece(PREFIX, body, start + from, start + cut);
    for (let k = 0; k < PREFIX_BYTES; k++) prefixes[i * PREFIX_BYTES + k] = scratch[DIGEST_AT + k] ?? 0;
    from = cut;
  }
  digestPiece(WHOLE, body, start + from, end);
  return { whole: scratch.readBigInt64LE(DIGEST_AT), prefixes };
}

function putKey(key: Uint8Array): void {
  if (key.length > KEY_BYTES) throw new RangeError(`the hash key is longer than ${KEY_BYTES} bytes`);
  if (key.length !== keyLength) scratch.fill(0, 0, KEY_BYTES);
  keyLength = key.length;
  scratch.set(key, 0);
}

function cutsWithin(length: number): number {
  let count = 0;
  while (count < CUTS.length && (CUTS[count] ?? 0) <= length) count++;
  return count;
}

/** Replaces the digest in the scratch by that of key, kind, digest so far and piece. */
function digestPiece(kind: number, body: Buffer, start: number, end: number): void {
  const size = PIECE_AT + (end - start);
  if (size > scratch.length) scratch = Buffer.concat([scratch.subarray(0, PIECE_AT)], size * 2);
  scratch[KIND_AT] = kind;
  body.copy(scratch, PIECE_AT, start, end);
  // A string is the cheapest form in which the digest comes back.
  const digest = hash('sha256', scratch.subarray(0, size), 'binary');
  for (let i = 0; i < digest.length; i++) scratch[DIGEST_AT + i] = digest.charCodeAt(i);
}
