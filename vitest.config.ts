import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/bench/**'],
    // A wall clock or a local time zone must never decide a result: run far from UTC.
    env: { TZ: 'Pacific/Chatham' },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    passWithNoTests: false,
    allowOnly: false,
  },
});
