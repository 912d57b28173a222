/**
 * Catalogue files to a catalogue, or to a list of what is wrong with them. Never half of one.
 * @module
 */
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { BaseModelId } from '../src/domain/ids.ts';
import { didYouMean } from '../src/domain/nearest.ts';
import { type CapacityPrice, capacityPrices } from './capacity-price.ts';
import {
  CatalogError,
  type KeyPath,
  keyPath,
  type Locator,
  plainLocator,
  yamlLocator,
} from './catalog-error.ts';
import { UNDATED } from './catalog-fields.ts';
import { type ModelCard, modelCard, type PriceRow, rowsOf } from './catalog-rows.ts';
import { CATALOG_KEYS, type CatalogFile, catalogFile } from './catalog-schema.ts';
import { type FeePrice, feePrices } from './fee-price.ts';
import { fingerprint } from './fingerprint.ts';
import { findFixedTwins } from './fixed-overlap.ts';
import { findOverlaps } from './overlap.ts';

/** One file of the catalogue, as read. */
export interface CatalogText {
  /** Name for messages, as in `amazon.yaml`. */
  readonly file: string;
  /** YAML; JSON, being YAML, will do. */
  readonly text: string;
}

export interface Catalog {
  /** `catalog 2026-11-10 (3f9a2c1b)`: the newest source's date, and a fingerprint of all content. */
  readonly version: string;
  /** `2026-11-10`: date of the newest source. */
  readonly newestSource: string;
  readonly models: ReadonlyMap<BaseModelId, ModelCard>;
  readonly rows: readonly PriceRow[];
  /** What is billed by the hour: reserved capacity and provisioned throughput. */
  readonly capacity: readonly CapacityPrice[];
  /** What is billed by the month, the minute or the training job. */
  readonly fees: readonly FeePrice[];
}

/** One file of a compiled catalogue: what its YAML says, as plain data. */
export interface CatalogData {
  readonly file: string;
  readonly data: unknown;
}

interface CheckedFile {
  readonly data: CatalogFile;
  readonly locator: Locator;
}

/**
 * Parses and checks a whole catalogue.
 * @throws CatalogError that lists every problem with file, line and key path
 */
export function parseCatalog(texts: readonly CatalogText[]): Catalog {
  const problems: string[] = [];
  const files = texts.flatMap(({ file, text }) => {
    const lines = new LineCounter();
    // Failsafe: every scalar stays the text that stands in the file, so 0.10 is not a float.
    const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
    for (const error of document.errors) {
      problems.push(`${file}:${lines.linePos(error.pos[0]).line} ${error.message}`);
    }
    if (document.errors.length > 0) return [];
    return check(document.toJS(), yamlLocator(file, document, lines), problems);
  });
  return assemble(files, problems);
}

/**
 * A catalogue from data that {@link readData} made of its YAML: the same checks, without the parsing.
 * @throws CatalogError that lists every problem with file and key path
 */
export function catalogFromData(compiled: readonly CatalogData[]): Catalog {
  const problems: string[] = [];
  const files = compiled.flatMap(({ file, data }) => check(data, plainLocator(file), problems));
  return assemble(files, problems);
}

/** What a YAML text says, unchecked: every scalar is text. */
export function readData({ file, text }: CatalogText): CatalogData {
  return { file, data: parseDocument(text, { schema: 'failsafe' }).toJS() };
}

function check(data: unknown, locator: Locator, problems: string[]): CheckedFile[] {
  const result = catalogFile.safeParse(data);
  if (result.success) return [{ data: result.data, locator }];
  for (const issue of result.error.issues) problems.push(...describeIssue(issue, locator));
  return [];
}

function describeIssue(issue: z.core.$ZodIssue, locator: Locator): string[] {
  const path = issue.path as KeyPath;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(
      (key) => `${locator.at([...path, key])}: unknown key ${key}${didYouMean(key, CATALOG_KEYS)}`,
    );
  }
  // A list of Regions with a bad member fails as a union: name the member, not the list.
  const inner = issue.code === 'invalid_union' ? issue.errors.flat().filter((i) => i.path.length > 0) : [];
  if (inner.length > 0) {
    return inner.map((i) => `${locator.at([...path, ...(i.path as KeyPath)])}: ${i.message}`);
  }
  return [`${locator.at(path)}: ${issue.message}`];
}

function assemble(files: readonly CheckedFile[], problems: string[]): Catalog {
  if (files.length === 0 && problems.length === 0) problems.push('no files');
  if (problems.length > 0) throw new CatalogError(problems);
  const models = new Map<BaseModelId, ModelCard>();
  const rows: PriceRow[] = [];
  const capacity: CapacityPrice[] = [];
  const fees: FeePrice[] = [];
  let newestSource = '';
  for (const { data, locator } of files) {
    for (const [id, model] of Object.entries(data.models)) {
      const card = modelCard(id, model, data.name);
      if (models.has(card.id)) problems.push(`${locator.at(['models', id])}: model is in another file too`);
      models.set(card.id, card);
    }
    rows.push(...rowsOf(data, locator.file));
    capacity.push(...capacityPrices(data));
    fees.push(...feePrices(data));
    for (const { first, second } of findFixedTwins(data)) {
      problems.push(`${locator.at(second)}: prices the same as ${locator.at(first)}`);
    }
    for (const { date } of Object.values(data.sources)) {
      if (date !== UNDATED && date > newestSource) newestSource = date;
    }
  }
  const locators = new Map(files.map(({ locator }) => [locator.file, locator]));
  const place = (row: PriceRow) => locators.get(row.file)?.at(row.path) ?? `${row.file} ${keyPath(row.path)}`;
  for (const { first, second } of findOverlaps(rows)) {
    problems.push(`${place(second)}: prices the same usage as ${place(first)}`);
  }
  if (problems.length > 0) throw new CatalogError(problems);
  const print = fingerprint(JSON.stringify(files.map(({ data, locator }) => [locator.file, data])));
  return { version: `catalog ${newestSource} (${print})`, newestSource, models, rows, capacity, fees };
}
