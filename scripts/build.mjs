// Builds what a checkout needs to run: the daemon into dist/, and the dashboard's client bundle.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { buildClient } from './build-client.mjs';

const root = new URL('..', import.meta.url);
process.chdir(root.pathname);
rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
execFileSync(process.execPath, ['scripts/compile-prices.mjs'], { stdio: 'inherit' });
await buildClient('dist/web/assets');
