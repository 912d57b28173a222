/**
 * A reader of Prometheus' text format, written from its specification (Prometheus docs, "Exposition formats", version
 * 0.0.4) and from nothing of the writer. It accepts no line that the specification does not.
 * @module
 */

export interface ReadSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}
export interface ReadFamily {
  readonly help: string;
  readonly type: string;
  readonly samples: ReadSample[];
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"(,|\})/;

/** Families by name; throws on what is no exposition. */
export function readExposition(text: string): Map<string, ReadFamily> {
  if (!text.endsWith('\n')) throw new Error('the last line has no line feed');
  const families = new Map<string, ReadFamily>();
  const help = new Map<string, string>();
  const seen = new Set<string>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const comment = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line);
    if (comment) {
      const [, kind, name = '', rest = ''] = comment;
      if (kind === 'HELP') help.set(name, rest);
      else {
        if (families.has(name)) throw new Error(`second TYPE of ${name}`);
        if (!/^(counter|gauge|histogram|summary|untyped)$/.test(rest)) throw new Error(`type ${rest}`);
        families.set(name, { help: help.get(name) ?? '', type: rest, samples: [] });
      }
      continue;
    }
    if (line.startsWith('#')) throw new Error(`comment ${line}`);
    const { name, sample } = readSample(line);
    const family = families.get(name) ?? families.get(name.replace(/_(sum|count|bucket)$/, ''));
    if (!family) throw new Error(`${name} has no TYPE before it`);
    const id = `${name} ${JSON.stringify(Object.entries(sample.labels).sort())}`;
    if (seen.has(id)) throw new Error(`twice: ${id}`);
    seen.add(id);
    family.samples.push(sample);
  }
  return families;
}

function readSample(line: string): { name: string; sample: ReadSample } {
  const name = NAME.exec(line)?.[0];
  if (name === undefined) throw new Error(`no name: ${line}`);
  let rest = line.slice(name.length);
  const labels: [string, string][] = [];
  if (rest.startsWith('{')) {
    rest = rest.slice(1);
    for (let more = true; more; ) {
      const found = LABEL.exec(rest);
      if (!found) throw new Error(`labels: ${line}`);
      const [whole, label = '', value = '', end] = found;
      labels.push([label, value.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c))]);
      rest = rest.slice(whole.length);
      more = end === ',';
    }
  }
  const value = /^ (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|[+-]Inf|NaN)$/i.exec(rest)?.[1];
  if (value === undefined) throw new Error(`value: ${line}`);
  return { name, sample: { labels: Object.fromEntries(labels), value: Number(value) } };
}
