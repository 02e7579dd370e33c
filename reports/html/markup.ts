/** HTML that is safe to put into a page as it is. Made by the tag `html` only. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | false | undefined | readonly Part[];

/** A template whose values are escaped, except markup; lists are joined, `false` and `undefined` leave nothing. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = literals[0] ?? '';
  for (const [index, part] of parts.entries()) text += markupOf(part) + (literals[index + 1] ?? '');
  return new Markup(text);
}

function markupOf(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  let text = '';
  for (const one of part) text += markupOf(one);
  return text;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Most text has nothing to escape, and a page has a hundred thousand of them. */
const special = /[&<>"']/;

/** For text and for attribute values in quotes. */
function escapeHtml(text: string): string {
  if (!special.test(text)) return text;
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Text of a wiki, a test or a log in a line of ours: its direction does not disturb what stands around it. */
export function foreign(text: string): Markup {
  return html`<bdi>${text}</bdi>`;
}
