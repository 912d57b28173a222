// Builds the dashboard's client bundle: `node scripts/build-client.mjs [FOLDER]`, by default dist/web/assets.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles script and style sheet into `outdir` as app.js and app.css. */
export async function buildClient(outdir) {
  await build({
    entryPoints: [
      { in: 'web/client/main.ts', out: 'app' },
      { in: 'web/client/app.css', out: 'app' },
    ],
    absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
    outdir,
    bundle: true,
    minify: true,
    sourcemap: false,
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildClient(process.argv[2] ?? 'dist/web/assets');
