import { describe, expect, it } from 'vitest';
import { shared } from '../../../src/daemon/collect/credentials.ts';

const keys = (serial: number, expires: number) => ({
  accessKeyId: `AKIA${serial}`,
  secretAccessKey: 'made up',
  expiration: new Date(expires),
});

describe('shared credentials', () => {
  it('are asked for once by all clients, and again shortly before they expire', async () => {
    let now = 0;
    let asked = 0;
    const provider = shared(
      async () => {
        asked += 1;
        return keys(asked, now + 3_600_000);
      },
      () => now,
    );
    const first = await Promise.all([provider(), provider(), provider()]);
    expect([asked, new Set(first).size]).toEqual([1, 1]);
    now = 3_299_999;
    await provider();
    expect(asked).toBe(1);
    now = 3_300_000;
    expect((await provider()).accessKeyId).toBe('AKIA2');
  });

  it('are asked for again after a failure', async () => {
    let asked = 0;
    const provider = shared(
      async () => {
        asked += 1;
        if (asked === 1) throw new Error('no');
        return keys(asked, 3_600_000);
      },
      () => 0,
    );
    await expect(provider()).rejects.toThrow('no');
    expect((await provider()).accessKeyId).toBe('AKIA2');
  });
});
