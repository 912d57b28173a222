/**
 * Reads a configuration file: YAML, `${NAME}` and `${NAME:-default}` from the environment, secrets from files.
 * Every complaint names the file, the line, the key and what would be right.
 * @module
 */
import { type Document, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { UsageError } from '../domain/errors.ts';
import { nearest } from '../domain/nearest.ts';
import { type Config, configSchema, jsonSchema } from './schema.ts';

export interface ConfigInput {
  /** As shown in messages. */
  readonly file: string;
  readonly text: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads a secret's file; called for keys that end in `File`. */
  readonly readSecret: (path: string) => string;
}

type Path = readonly PropertyKey[];

/**
 * Parses and checks a configuration.
 * @throws UsageError naming file, line, key and value of the first thing wrong
 */
export function parseConfig(input: ConfigInput): Config {
  const lines = new LineCounter();
  const { text, variables } = shieldVariables(input.text);
  const doc = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const where = (path: Path) => `${input.file}:${lineOf(doc, lines, path)}: ${path.join('.') || 'the file'}`;
  const first = doc.errors[0];
  if (first)
    throw new UsageError(
      `${input.file}:${first.linePos?.[0].line ?? 1}: ${unshield(first.message.split('\n')[0] ?? '', variables)}`,
    );
  if (doc.contents !== null && !isMap(doc.contents)) {
    throw new UsageError(`${input.file}:1: the file must hold keys such as accounts, store and server`);
  }
  expandEnvironment(doc, lines, input, variables);
  const written: unknown = doc.toJS() ?? {};
  const parsed = configSchema.safeParse(written);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new UsageError(
      issue ? complaint(issue, where, written) : `${input.file}: not a valid configuration`,
    );
  }
  return withSecrets(parsed.data, input, where);
}

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;
/** Private-use characters that mean nothing to YAML stand around a variable's number. */
const SHIELDED = /\ue000(\d+)\ue001/g;

interface Variable {
  readonly written: string;
  readonly name: string;
  readonly fallback: string | undefined;
}

/** Variables would be flow maps to YAML: `{ token: ${TOKEN} }`. They pass through it as words without meaning. */
function shieldVariables(source: string): { text: string; variables: readonly Variable[] } {
  const variables: Variable[] = [];
  const text = source.replace(VARIABLE, (written, name: string, fallback: string | undefined) => {
    variables.push({ written, name, fallback });
    return `\ue000${variables.length - 1}\ue001`;
  });
  return { text, variables };
}

function unshield(text: string, variables: readonly Variable[]): string {
  return text.replace(SHIELDED, (_, i: string) => variables[Number(i)]?.written ?? '');
}

/** Puts the values in after parsing, so that nothing in them is taken for YAML. */
function expandEnvironment(
  doc: Document,
  lines: LineCounter,
  input: ConfigInput,
  variables: readonly Variable[],
): void {
  visit(doc, {
    Scalar(key, node, parents) {
      if (typeof node.value !== 'string' || !node.value.includes('\ue000')) return;
      const label = keyOf(parents, node);
      const line = lines.linePos(node.range?.[0] ?? 0).line;
      if (key === 'key') {
        throw new UsageError(`${input.file}:${line}: variables stand in values, not in keys`);
      }
      node.value = node.value.replace(SHIELDED, (_, i: string) => {
        const { name = '', fallback } = variables[Number(i)] ?? {};
        const value = input.env[name] ?? fallback;
        if (value !== undefined) return value;
        throw new UsageError(`${input.file}:${line}: ${label}: the environment variable ${name} is not set`, {
          hint: `set ${name}, or give a default with \${${name}:-value}`,
        });
      });
    },
  });
}

/** `accounts.0.name`: where a value stands, by what is around it. */
function keyOf(parents: readonly unknown[], value: unknown): string {
  const path = parents.flatMap((parent, depth): (string | number)[] => {
    if (isPair(parent)) return isScalar(parent.key) ? [String(parent.key.value)] : [];
    return isSeq(parent) ? [parent.items.indexOf(parents[depth + 1] ?? value)] : [];
  });
  return path.join('.') || 'a value';
}

function complaint(shallow: z.core.$ZodIssue, where: (path: Path) => string, written: unknown): string {
  const issue = meant(shallow);
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const known = nearest(
      key,
      // The same key of another place is no advice.
      KNOWN_KEYS.filter((one) => one !== key),
    );
    return `${where([...issue.path, key])}: unknown key${known ? `; did you mean ${known}?` : ''}`;
  }
  return `${where(issue.path)}: ${issue.message}${gotText(issue.path, issue.message, written)}`;
}

/** Nothing below these is repeated: secrets stand there, or were meant to. */
const SECRET_PLACES: ReadonlySet<PropertyKey> = new Set(['auth', 'notifiers', 'role']);
const LONGEST_SHOWN = 60;

/** The value that is wrong, where it is one that may be shown and the message does not say it already. */
function gotText(path: Path, message: string, written: unknown): string {
  const value = path.reduce<unknown>(
    (parent, key) =>
      typeof parent === 'object' && parent !== null
        ? Object.getOwnPropertyDescriptor(parent, key)?.value
        : undefined,
    written,
  );
  const shown = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (!shown || path.some((key) => SECRET_PLACES.has(key)) || message.includes(String(value))) return '';
  const text = JSON.stringify(value);
  return ` (got ${text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text})`;
}

/** Of a value that fits none of several forms: the complaint of the form that it fits best. */
function meant(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flat();
  const near =
    inner.find((one) => one.code === 'unrecognized_keys') ??
    inner.find((one) => one.path.length > 0) ??
    inner[0];
  if (near === undefined) return issue;
  const path = [...issue.path, ...near.path];
  return near.path.length > 0 || near.code === 'unrecognized_keys'
    ? { ...meant(near), path }
    : { ...near, path, message: inner.map(({ message }) => message).join(', or ') };
}

/** Every key the schema knows, for "did you mean". */
const KNOWN_KEYS: readonly string[] = keysOf(jsonSchema());

function keysOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own =
    'properties' in schema && typeof schema.properties === 'object' ? (schema.properties ?? {}) : {};
  return [...Object.keys(own), ...Object.values(schema).flatMap(keysOf)];
}

/** The line of the deepest node on the path that exists. */
function lineOf(doc: Document, lines: LineCounter, path: Path): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const parent = depth === 1 ? doc.contents : doc.getIn(path.slice(0, depth - 1), true);
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === path[depth - 1]);
      if (pair && isScalar(pair.key) && pair.key.range) return lines.linePos(pair.key.range[0]).line;
    }
    const node = doc.getIn(path.slice(0, depth), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      return lines.linePos(Number(node.range[0])).line;
    }
  }
  return 1;
}

function withSecrets(config: Config, input: ConfigInput, where: (path: Path) => string): Config {
  const read = (path: string, key: Path): string => {
    try {
      return input.readSecret(path).trim();
    } catch (cause) {
      throw new UsageError(`${where(key)}: cannot read ${path}`, { cause });
    }
  };
  const { auth } = config.server;
  const notifiers = config.notifiers.map((notifier, i) => {
    const webhookUrl = notifier.webhookUrlFile
      ? read(notifier.webhookUrlFile, ['notifiers', i, 'webhookUrlFile'])
      : notifier.webhookUrl;
    if (webhookUrl === undefined)
      throw new UsageError(`${where(['notifiers', i])}: needs webhookUrl or webhookUrlFile`);
    const secret = notifier.secretFile
      ? read(notifier.secretFile, ['notifiers', i, 'secretFile'])
      : notifier.secret;
    return { ...notifier, webhookUrl, secret };
  });
  if (!auth) return { ...config, notifiers };
  const token = auth.tokenFile ? read(auth.tokenFile, ['server', 'auth', 'tokenFile']) : auth.token;
  if (!token) throw new UsageError(`${where(['server', 'auth'])}: needs token or tokenFile`);
  return { ...config, notifiers, server: { ...config.server, auth: { token } } };
}
