/**
 * Names a content by eight hex digits, so that two price books can be told apart. Not a security measure.
 * @module
 */

/** 32-bit FNV-1a over the UTF-16 code units of the text. */
export function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
