// Turns pricing/catalog/*.yaml into dist/pricing/catalog.json, which the built daemon loads several times faster.
// Runs after tsc, and fails on a broken catalogue. The YAML stays the only source.
import { writeFileSync } from 'node:fs';

const dist = new URL('../dist/pricing/', import.meta.url);
const { catalogFolder, readCatalogTexts } = await import(new URL('load-catalog.js', dist));
const { catalogFromData, parseCatalog, readData } = await import(new URL('parse-catalog.js', dist));

const texts = readCatalogTexts(catalogFolder());
const compiled = texts.map(readData);
const [fromYaml, fromJson] = [parseCatalog(texts).version, catalogFromData(compiled).version];
if (fromYaml !== fromJson) throw new Error(`compiled prices differ from their source: ${fromJson}, ${fromYaml}`);
writeFileSync(new URL('catalog.json', dist), JSON.stringify(compiled));
