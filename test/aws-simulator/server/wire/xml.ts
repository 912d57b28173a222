/**
 * XML as AWS answers it: elements only, lists as repeated elements.
 * @module
 */

export type Xml = string | number | boolean | undefined | readonly Xml[] | { readonly [name: string]: Xml };

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};
const escapeText = (text: string): string => text.replace(/[&<>"\r]/g, (char) => ESCAPES[char] ?? char);

/** One element, or one for each item of a list; nothing for undefined. */
export function element(name: string, content: Xml, xmlns?: string): string {
  if (content === undefined) return '';
  if (isList(content)) return content.map((item) => element(name, item)).join('');
  const inner =
    typeof content === 'object'
      ? Object.entries(content)
          .map(([key, value]) => element(key, value))
          .join('')
      : escapeText(String(content));
  return `<${name}${xmlns ? ` xmlns="${xmlns}"` : ''}>${inner}</${name}>`;
}

const isList = (content: Xml): content is readonly Xml[] => Array.isArray(content);

export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
