import { randomUUID } from 'node:crypto';
import type { PlacedProcess } from '../../system/process-identity.ts';
import { type EngineContainer, execute } from './container-exec.ts';
import type { EngineApi } from './engine.ts';

/** In the environment of an attached command and of all that it starts: whose it is, and which. */
const variable = 'GM1_ATTACHED';

/** What belongs to one attached command. */
export interface MarkedCommand {
  readonly mark: string;
  /** The first words of its oldest process; those that follow may be secrets. */
  readonly words: string;
}

export function makeMark({ place, pid, started }: PlacedProcess): string {
  return [place, pid, started, randomUUID()].join(':');
}

/** Undefined when it is no mark of this form. */
export function ownerOf(mark: string): PlacedProcess | undefined {
  const [, place = '', pid, started = ''] = /^([^:]*):([1-9]\d*):(\d*):[0-9a-f-]+$/.exec(mark) ?? [];
  return pid === undefined ? undefined : { place, pid: Number(pid), started };
}

export function asVariable(mark: string): string {
  return `${variable}=${mark}`;
}

/** The attached commands of a running container of which any process is left. */
export async function listMarked(
  api: EngineApi,
  container: EngineContainer,
): Promise<readonly MarkedCommand[]> {
  const { stdout } = await execute(api, container, ['sh', '-c', sayMarked]);
  return readMarked(stdout);
}

/** A line a process: its id, its mark, its first words. */
export function readMarked(lines: string): readonly MarkedCommand[] {
  const processes = lines.split('\n').flatMap((line) => {
    const [pid = '', mark = '', ...words] = line.split('\t');
    return mark ? [{ pid: Number(pid), mark, words: words.join(' ').trim() }] : [];
  });
  const oldest = Map.groupBy(
    processes.sort((one, other) => one.pid - other.pid),
    ({ mark }) => mark,
  );
  return [...oldest].map(([mark, [first]]) => ({ mark, words: first?.words ?? '' }));
}

const sayMarked = `grep -lzs '^${variable}=' /proc/[0-9]*/environ | while read -r file; do
  process=\${file%/environ}
  mark=$(tr '\\0' '\\n' < "$file" | sed -n 's/^${variable}=//p')
  words=$(head -c 1000 "$process/cmdline" | tr '\\n' ' ' | tr '\\0' '\\n' | head -n 3 | tr '\\n\\t' '  ')
  printf '%s\\t%s\\t%s\\n' "\${process#/proc/}" "$mark" "$words"
done 2> /dev/null`;

/** From SIGTERM until what has not ended gets SIGKILL. Milliseconds. */
export const grace = 5000;

/** Sends a signal to every process of these commands. */
export async function signalMarked(
  api: EngineApi,
  container: EngineContainer,
  marks: readonly string[],
  signal: 'TERM' | 'KILL',
): Promise<void> {
  const patterns = marks.flatMap((mark) => ['-e', asVariable(mark)]);
  await execute(api, container, ['sh', '-c', sendToMarked, 'sh', signal, ...patterns]);
}

const sendToMarked = `signal=$1; shift
for file in $(grep -lzxFs "$@" /proc/[0-9]*/environ); do
  process=\${file%/environ}
  kill -s "$signal" "\${process#/proc/}"
done 2> /dev/null`;
