// Builds what a checkout needs to run: the daemon into dist/, and the dashboard's client bundle.
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url);
process.chdir(root.pathname);
rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
execFileSync(process.execPath, ['scripts/compile-prices.mjs'], { stdio: 'inherit' });
if (existsSync('web/client/main.ts')) {
  await build({
    entryPoints: ['web/client/main.ts', 'web/client/app.css'],
    outdir: 'dist/web/assets',
    bundle: true,
    minify: true,
    sourcemap: false,
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
  });
}
