/**
 * Bedrock model-invocation logs: bytes in, usage facts out.
 * @module
 */

export { type FactColumns, FactEncoder, factsOf, transfersOf } from './fact-columns.ts';
export { ReadFault, type ReadFaultKind } from './file/read-fault.ts';
export { type ReadOptions, readFile, readStream } from './file/read-file.ts';
export { readWhole } from './file/read-whole.ts';
export { release } from './file/release.ts';
export { type WalkEntry, walk } from './file/walk.ts';
export { type LineCounts, LogParser, type LogParserOptions, type MalformedSample } from './log-parser.ts';
export type { ParseOptions, ParseOutcome } from './outcome.ts';
export { type ParsedBatch, type ParseStreamOptions, parseStream } from './parse-stream.ts';
export { parseRecord } from './record.ts';
