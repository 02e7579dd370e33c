/** The unit of a tar: headers are one, and contents are filled up to whole ones. Bytes. */
export const blockBytes = 512;

export interface TarMember {
  readonly name: string;
  readonly type: 'file' | 'folder' | 'link';
  readonly mode: number;
  /** Of the content that follows. */
  readonly bytes: number;
  /** Seconds since 1970. */
  readonly time: number;
  /** Of a link. */
  readonly to?: string;
}

const typeFlags = { file: '0', link: '2', folder: '5' } as const;
const longestName = 100;
/** Of eleven octal digits. */
const mostBytes = 8 ** 11 - 1;

/**
 * The header of a member that belongs to root: POSIX.1-2001 `pax`, with a record of its own only for names that `ustar`
 * has no room for. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 * Throws on a file of 8 GiB or more.
 */
export function tarHeader(member: TarMember): Buffer {
  const { name, to = '', mode, time } = member;
  const records = (fits(name) ? '' : record('path', name)) + (fits(to) ? '' : record('linkpath', to));
  const own = block({ ...member, typeFlag: typeFlags[member.type] });
  if (!records) return own;
  const body = Buffer.from(records);
  const extended = block({ name: 'pax', mode, time, bytes: body.length, typeFlag: 'x' });
  return Buffer.concat([extended, body, Buffer.alloc(padding(body.length)), own]);
}

/** How many bytes fill a content of that many up to whole blocks. */
export function padding(bytes: number): number {
  return (blockBytes - (bytes % blockBytes)) % blockBytes;
}

function fits(text: string): boolean {
  return text.length <= longestName && Buffer.byteLength(text) === text.length;
}

/** `<length> <key>=<value>\n`, where the length counts its own digits. */
function record(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest;
  while (rest + String(length).length !== length) length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}

function block(member: Omit<TarMember, 'type'> & { readonly typeFlag: string }): Buffer {
  const { name, mode, bytes, time, to = '', typeFlag } = member;
  if (bytes > mostBytes)
    throw new RangeError(`${name} has ${bytes} bytes, more than a layer's file may have.`);
  const header = Buffer.alloc(blockBytes);
  header.write(name, 0, longestName);
  header.write(octal(mode, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(bytes, 11), 124);
  header.write(octal(time, 11), 136);
  header.write(' '.repeat(8), 148);
  header.write(typeFlag, 156);
  header.write(to, 157, longestName);
  header.write('ustar\x0000', 257);
  header.write(octal(0, 7), 329);
  header.write(octal(0, 7), 337);
  let sum = 0;
  for (const byte of header) sum += byte;
  header.write(`${octal(sum, 6)}\0 `, 148);
  return header;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}
