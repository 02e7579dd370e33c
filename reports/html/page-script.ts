import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface PageScript {
  readonly text: string;
  /** For the page's content security policy, which lets no other script run. */
  readonly source: string;
}

/** The script that filters the page. */
export function pageScript(): PageScript {
  const text = readFileSync(new URL('./script/page.js', import.meta.url), 'utf8');
  return { text, source: `'sha256-${createHash('sha256').update(text).digest('base64')}'` };
}
