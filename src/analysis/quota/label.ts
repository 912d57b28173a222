/**
 * Model labels in one form, so that they are compared for equality and never by likeness.
 * @module
 */

/** How quota names write a provider, by the part of a model id before its first dot. */
const PROVIDERS: Readonly<Record<string, readonly string[]>> = {
  ai21: ['AI21 Labs', 'AI21'],
  amazon: ['Amazon'],
  anthropic: ['Anthropic'],
  cohere: ['Cohere'],
  deepseek: ['DeepSeek'],
  google: ['Google'],
  luma: ['Luma AI', 'Luma'],
  meta: ['Meta'],
  minimax: ['MiniMax AI', 'MiniMax'],
  mistral: ['Mistral AI', 'Mistral'],
  moonshot: ['Moonshot AI', 'Moonshot'],
  moonshotai: ['Moonshot AI', 'Moonshot'],
  nvidia: ['NVIDIA'],
  openai: ['OpenAI'],
  qwen: ['Qwen'],
  stability: ['Stability AI', 'Stability.ai'],
  twelvelabs: ['TwelveLabs', 'Twelve Labs'],
  writer: ['Writer AI', 'Writer'],
  xai: ['xAI'],
  zai: ['Z.AI', 'Z.ai'],
};

/** Lower case, words and numbers apart: `Llama3-1-70B` and `Llama 3.1 70b` are both `llama 3 1 70 b`. */
export function normalLabel(text: string): string {
  return (
    text
      .toLowerCase()
      .replaceAll('+', ' plus ')
      .match(/[a-z]+|\d+/g) ?? []
  ).join(' ');
}

/** The label without the `V1` that some names carry and others do not. Higher versions are models of their own. */
export const withoutV1 = (label: string): string => label.replace(/ v 1$/, '');

interface IdParts {
  readonly provider: string;
  /** Without provider, date and API version. */
  readonly stem: string;
  /** Of the API version, `-v2:0`; null without one. */
  readonly version: number | null;
  readonly minor: number;
}

function idParts(id: string): IdParts {
  const dot = id.indexOf('.');
  const provider = dot < 0 ? '' : id.slice(0, dot);
  const rest = id.slice(dot + 1);
  const api = /-(?:v(\d+)(?::(\d+))?|1:0)$/.exec(rest);
  const stem = (api ? rest.slice(0, api.index) : rest.replace(/:\d+$/, '')).replace(/-\d{8}$/, '');
  return { provider, stem, version: api ? Number(api[1] ?? 1) : null, minor: Number(api?.[2] ?? 0) };
}

/**
 * Every form under which a quota name may write a model: its names and its id, with and without the provider.
 * The API version is part of the form unless it is the first one.
 */
export function modelForms(id: string, names: readonly string[]): Set<string> {
  const { provider, stem, version, minor } = idParts(id);
  const own = names.map(normalLabel);
  const base = normalLabel(stem);
  if (version === null || version === 0 || (version === 1 && minor === 0)) own.push(base);
  if (version !== null && minor === 0) own.push(`${base} v ${version}`);
  if (version !== null && minor > 0) own.push(`${base} v ${version} ${minor}`);
  // `Rerank 1.0`, `Nova Reel1.1`: the API version written as the model's.
  if (version !== null && !/\d/.test(base)) own.push(`${base} ${version} ${minor}`);
  const providers = (PROVIDERS[provider] ?? []).map(normalLabel);
  const forms = new Set<string>();
  for (const form of own.flatMap((one) => [one, withoutV1(one)])) {
    // The name of a whole family (`claude`) says too little.
    if (form === '' || (!form.includes(' ') && !own.slice(0, names.length).includes(form))) continue;
    forms.add(form);
    for (const name of providers) forms.add(`${name} ${form}`);
  }
  return forms;
}

/** Sizes (`70 b`, `8 x 7 b`, `a 22 b`), generations (`g 1`), years and months (`2407`, `25 02`) are not versions. */
const NOT_VERSIONS =
  /(?<=^| )(?:\d+ x \d+ b+|a \d+ b|\d+ [bkm]|g \d+|2[3-9](?:0\d|1[0-2])|2[3-9] (?:0\d|1[0-2]))(?= |$)/g;

/** The numbers of a normalised label that say which version of a model it is: `4 5` of `claude sonnet 4 5`. */
function versionOf(label: string): string {
  return (label.replace(NOT_VERSIONS, ' ').match(/\d+/g) ?? []).join(' ');
}

/**
 * Whether the version that an id states contradicts a normalised label's. Dates, sizes and first API versions are no
 * versions; an id that states none contradicts nothing.
 */
export function versionsClash(id: string, label: string): boolean {
  const { provider, stem, version, minor } = idParts(id);
  const named = (PROVIDERS[provider] ?? []).map((name) => `${normalLabel(name)} `);
  const prefix = named.find((name) => label.startsWith(name)) ?? '';
  const ofLabel = versionOf(label.slice(prefix.length));
  const ofId = versionOf(normalLabel(stem));
  if (ofId === '') return false;
  return ![ofId, `${ofId} 0`, `${ofId} ${version}`, `${ofId} ${version} ${minor}`].includes(ofLabel);
}
