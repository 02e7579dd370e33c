import type { AttemptStatus } from '../../harness/core/result.ts';
import type { Tone } from '../model/verdict-words.ts';
import { html, type Markup } from './markup.ts';

const tones: Readonly<Record<Tone, string>> = { error: '✗', warning: '!', notice: '•', success: '✓' };
const statuses: Readonly<Record<AttemptStatus, readonly [Tone, string]>> = {
  passed: ['success', '✓'],
  failed: ['error', '✗'],
  skipped: ['notice', '–'],
};

/** Says a tone by shape, beside its colour. */
export function sign(tone: Tone): Markup {
  return html`<span class="sign" aria-hidden="true">${tones[tone]}</span>`;
}

export function attemptSign(status: AttemptStatus, title: string): Markup {
  const [tone, character] = statuses[status];
  return html`<span class="attempt ${tone}" role="img" aria-label="${title}" title="${title}">${character}</span>`;
}
