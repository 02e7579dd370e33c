import type { LogRecord } from './log-record.ts';
import { Memory } from './memory.ts';
import { functionInScript } from './script-stack.ts';

/**
 * Where a fault is, without what changes when code is moved about: the top folder or the extension, the file's name and
 * the function. `extensions/Echo/includes/Model/Event.php:332` in `Event::create` is
 * `extensions/Echo/…/Event.php Event::create`.
 */
export function faultPlace({ channel, place = '', trace = '' }: LogRecord): string {
  return known
    .recall(trace, () => new Memory())
    .recall(place, () => new Memory())
    .recall(channel, () => workOut(channel, place, trace));
}

/** By trace, place and channel. What is one string in many records is found again more quickly than what is put together. */
const known = new Memory<Memory<Memory<string>>>();

function workOut(channel: string, place: string, trace: string): string {
  const [, file = '', line = ''] = /^(.*?)(?::(\d+))?(?::\d+)?$/s.exec(place) ?? [];
  const name = channel === 'browser' ? functionInScript(trace) : functionAt(file, line, trace);
  return [shortPath(file), name].filter(Boolean).join(' ');
}

/** Files are moved between the folders of a component more often than they are renamed. */
function shortPath(file: string): string {
  const code = file.replace(/\(\d+\) : .*$/s, '');
  const [, top = '', between = '', name = ''] =
    /^((?:(?:extensions|skins)\/[^/]+|[^/]+)\/)(.*\/)?([^/]+)$/.exec(code) ?? [];
  return name ? `${top}${between && '…/'}${name}` : code;
}

/**
 * The function that holds the line. A frame of PHP says from where a function was called, so it is the one of the next
 * frame; that which threw an exception is the first.
 */
function functionAt(file: string, line: string, trace: string): string {
  if (file === '') return '';
  const at = trace.indexOf(`${file}(${line}): `);
  const frame = at === -1 ? trace : trace.slice(trace.indexOf('\n', at) + 1);
  const [, call = ''] = /^#\d+ (?:\[internal function\]|\S.*?\(\d+\)): (.*)/.exec(frame) ?? [];
  return nameOf(call);
}

/** `MediaWiki\Title\Title->getText()` is `Title::getText`; a closure has no name. */
function nameOf(call: string): string {
  const [name = ''] = call.split('(');
  if (name.includes('{closure')) return '{closure}';
  return name.replace(/^.*\\(?=\w)/, '').replace('->', '::');
}
