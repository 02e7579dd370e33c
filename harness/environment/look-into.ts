import type { Executed, Provider, Target } from './provider.ts';

/** What one look into a service that runs has shown. */
export interface Look {
  /** Bytes in use without the pages of files that the kernel gives back when it needs them. */
  readonly memory?: number | undefined;
  /** What the check said, if it failed. */
  readonly complaint?: string;
}

/** Its limits' own account is at one place or the other (control groups v2, v1). Starts no program. */
const sayMemory = `
for folder in /sys/fs/cgroup /sys/fs/cgroup/memory; do
  read -r used < $folder/memory.current || read -r used < $folder/memory.usage_in_bytes || continue
  while read -r name bytes; do
    [[ $name == inactive_file || $name == total_inactive_file ]] && cache=$bytes
  done < $folder/memory.stat
  echo $((used - cache))
  break
done 2> /dev/null`;

/** With one command for both, since each that an engine starts costs it a twentieth of a second. */
const script = `memory=$(${sayMemory})
echo "$memory"
exec timeout "$@" 2>&1`;

/** Exit code of `timeout` when the time is over. */
const over = 124;

/** Runs a check in a service, for so many seconds at most, and reads what memory the service needs. */
export async function lookInto(
  provider: Provider,
  target: Target,
  check: readonly string[],
  seconds: number,
): Promise<Look> {
  const run = await provider.execute(target, ['bash', '-c', script, 'bash', `${seconds}`, ...check]);
  if (!run.ok) return { complaint: run.failure.why ?? run.failure.what };
  const [first = '', ...said] = run.value.stdout.split('\n').map((line) => line.trim());
  const memory = /^\d+$/.test(first) ? Number(first) : undefined;
  if (run.value.exitCode === 0) return { memory };
  return { memory, complaint: complaintOf(run.value, said, seconds) };
}

function complaintOf({ exitCode }: Executed, said: readonly string[], seconds: number): string {
  if (exitCode === over) return `no answer within ${seconds} s`;
  return said.findLast(Boolean)?.slice(0, 200) ?? `exit code ${exitCode}`;
}
