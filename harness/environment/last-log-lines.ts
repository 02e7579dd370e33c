import type { Provider, Target } from './provider.ts';

/** What in the logs of a track tells why it does not work, most telling first: file, and the lines that count. */
const telling = [
  ['php.log', '^\\['],
  ['mediawiki.ndjson', '"level":"(ERROR|CRITICAL|ALERT|EMERGENCY)"'],
  ['php-fpm.log', '(ERROR|ALERT|WARNING):'],
  ['apache.log', ':(error|crit|alert|emerg)\\]'],
  ['edge.log', '\\[(error|crit|alert|emerg)\\]'],
] as const;

/** Bytes of a line. */
const longest = 600;

/**
 * The last telling lines of the first log that has any, shortened, each after the name of its file. Every
 * service of a track sees the same logs; `target` has to run.
 */
export async function lastLogLines(provider: Provider, target: Target): Promise<readonly string[]> {
  for (const [file, pattern] of telling) {
    const script = `grep -iE '${pattern}' /var/log/gm1/${file} | tail -n 2 | cut -c -${longest}`;
    const tail = await provider.execute(target, ['sh', '-c', script]);
    const lines = tail.ok ? tail.value.stdout.split('\n').filter(Boolean) : [];
    if (lines.length > 0) return [...new Set(lines)].map((line) => `${file}: ${line}`);
  }
  return [];
}
