/**
 * The HTML document around every page.
 * @module
 */
import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { EpochSeconds } from '../../src/domain/time.ts';
import { assetUrl } from '../http/asset-files.ts';

export interface DocumentProps {
  readonly title: string;
  /** Folder of the client bundle, when it is not the built one. */
  readonly assets?: string | undefined;
  /** The clock of the page, by which the client keeps relative times fresh. */
  readonly now?: EpochSeconds | undefined;
  /** Without the client bundle: a page before signing in cannot load it. */
  readonly plain?: boolean | undefined;
  readonly children?: Child;
}

/** A whole document as a string. */
export function document({ title, assets, now, plain, children }: DocumentProps) {
  const page = (
    <html lang="en" data-now={now}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{title} · bedrock-meter</title>
        <link rel="icon" href={ICON} />
        <link rel="stylesheet" href={assetUrl('app.css', assets)} />
        {!plain && <script type="module" src={assetUrl('app.js', assets)} />}
      </head>
      <body>{children}</body>
    </html>
  );
  return html`<!doctype html>${page}`;
}

/** Three bars, in the page itself: no request, no file. */
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#3b5bdb"/>' +
    '<path d="M4.5 12V8.5M8 12V4M11.5 12V6.5" stroke="#fff" stroke-width="2" stroke-linecap="round"/></svg>',
)}`;
