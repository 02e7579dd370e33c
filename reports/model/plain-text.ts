import { stripVTControlCharacters } from 'node:util';

const unseen = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text of a wiki, a test or a log made harmless to read: without terminal colours, with control characters and those
 * that reorder the text around them shown as `\u202e`, cut after `limit` characters. It is not escaped for any format.
 */
export function plainText(text: string, limit = 6000): string {
  const plain = stripVTControlCharacters(text).replaceAll('\r\n', '\n').toWellFormed();
  const cut = plain.length > limit ? plain.slice(0, limit).toWellFormed() : plain;
  const rest = plain.length - cut.length;
  const shown = cut.replaceAll(unseen, showCharacter);
  return rest > 0 ? `${shown}\n… and ${rest} more characters, see the run directory` : shown;
}

/** The same in one line, for a title or a table. */
export function plainLine(text: string, limit = 300): string {
  const line = plainText(text, Number.POSITIVE_INFINITY).replaceAll(/\s+/g, ' ').trim();
  return line.length > limit ? `${line.slice(0, limit - 1).toWellFormed()}…` : line;
}

function showCharacter(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
