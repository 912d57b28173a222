/**
 * Names of Bedrock quotas that AWS has used, with the model that each limits: `status<TAB>model<TAB>name`.
 * @module
 */
import { readFileSync } from 'node:fs';

export interface NameCase {
  readonly name: string;
  readonly model: string | null;
  readonly status: string;
}

const FILE = new URL('./names.tsv', import.meta.url);

export function readNameFixture(): NameCase[] {
  return readFileSync(FILE, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [status = '', model = '', name = ''] = line.split('\t');
      return { name, model: model === '-' ? null : model, status };
    });
}
