import { createHash } from 'node:crypto';
import { html, type Markup, trusted } from './html.ts';
import { PAGE_STYLE } from './page-style.ts';

export interface PageParts {
  readonly title: string;
  readonly style: string;
  readonly script?: string;
  /** Whether the script may connect to the page's own server. */
  readonly live?: boolean;
  /** Body attributes for the script, `data-<name>`. */
  readonly data?: Readonly<Record<string, string>>;
  readonly header: Markup;
  readonly main: Markup;
  /** Version that made the page. */
  readonly spinestream: string;
}

/** Content security policy: pictures only from the page itself, and only the script with this hash, so that no text from a study can run. */
const policyOf = (script: string, live: boolean): string => {
  const hash = createHash('sha256').update(script).digest('base64');
  return `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${hash}';${live ? " connect-src 'self';" : ''} base-uri 'none'; form-action 'none'`;
};

/** A self-contained page. */
export const htmlPage = ({
  title,
  style,
  script = '',
  live = false,
  data = {},
  header,
  main,
  spinestream,
}: PageParts): string => {
  const attributes = Object.entries(data).map(([name, value]) => html` ${trusted(`data-${name}`)}="${value}"`);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(script, live)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title} - spinestream</title>
<link rel="icon" href="data:,">
<style>${trusted(PAGE_STYLE + style)}</style>
<script>${trusted(script)}</script>
</head>
<body${attributes}>
<header class="top">${header}</header>
<main>${main}</main>
<footer>For research only; not a medical device, not for clinical use. Made by spinestream ${spinestream}.</footer>
</body>
</html>
`.markup;
};
