/**
 * The first thing every entry checks: the database driver crashes, without a word, under an older Node.
 * @module
 */

const NEEDED = [22, 17] as const;

/** A sentence for the user when this Node cannot run the product. */
export function nodeProblem(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return undefined;
  return `bedrock-meter needs Node ${NEEDED.join('.')} or later, and this is Node ${version}. Run it through npm (npm run -s bedrock-meter -- ...), which uses the Node in the package, or install a newer Node.`;
}
