import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placed, placedError } from '../../../src/config/place.ts';
import { UsageError } from '../../../src/domain/errors.ts';

const TEXT = `# prices of our own
pricing:
  discountPercent: 5
  overrides:
    - model: known
      usdPerMillion: { input: "1" }
    - { model: typo,
        usdPerMillion: { inptu: "1" } }
`;
let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'place-'));
  file = join(folder, 'meter.yaml');
  writeFileSync(file, TEXT);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a complaint about a key', () => {
  it.each([
    ['pricing.discountPercent: not a percentage', 3],
    ['pricing.overrides[0].model: the price book has no model known', 5],
    ['pricing.overrides[1].usdPerMillion.inptu: unknown token kind', 8],
    ['pricing.overrides[1].region: absent, so its item is meant', 7],
    ['pricing.overrides[7].model: nowhere', 4],
  ])('%s: line %i', (message, line) => {
    const error = placedError(file, new UsageError(message, { hint: 'do this' }));
    expect(error).toMatchObject({ message: `${file}:${line}: ${message}`, hint: 'do this', exitCode: 2 });
  });

  it.each([
    ['no key', new UsageError('needs --from and --to')],
    ['a flag', new UsageError('--from soon: not a time')],
    ['another error', new Error('pricing.overrides[0]: not ours')],
  ])('%s stays as it is', (_, error) => expect(placedError(file, error)).toBe(error));

  it('stays as it is without a file', () => {
    const error = new UsageError('pricing.overrides[0].model: unknown');
    expect(placedError(join(folder, 'absent.yaml'), error)).toBe(error);
  });

  it('comes from work that waits, too', async () => {
    const work = async () => {
      throw new UsageError('pricing.overrides[0].model: unknown');
    };
    await expect(placed(file, work)).rejects.toThrow(`${file}:5: pricing.overrides[0].model: unknown`);
    expect(await placed(file, () => 7)).toBe(7);
  });
});
