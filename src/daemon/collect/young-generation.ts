/**
 * A small young generation makes V8 collect, and free the decompressed texts behind dead buffers, sooner: see the large
 * object in docs/campaigns.md.
 * @module
 */

/** Megabytes, of the collecting thread. */
export const YOUNG_GENERATION_MB = 8;
