/** Says how long a command took and whether it succeeded, on a line of its own. */
export function timed(command: string): string {
  return `start=$EPOCHREALTIME; ${command} > /dev/null 2>&1 && word=yes || word=no; echo "$word $(( (\${EPOCHREALTIME/./} - \${start/./}) / 1000 )) ${command}"`;
}

/** What `timed` said of each command. */
export function readTimed(output: string) {
  return [...output.matchAll(/^(yes|no) (\d+) (.*)$/gm)].map(([, word, milliseconds, what = '']) => ({
    what,
    succeeded: word === 'yes',
    seconds: Number(milliseconds) / 1000,
  }));
}
