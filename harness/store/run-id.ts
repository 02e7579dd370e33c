/** A run's id: its start in UTC, so that ids sort by age, and three letters for runs of one second. */
export function makeRunId(at: Date): string {
  const letters = Array.from(
    { length: 3 },
    () => 'abcdefghijklmnopqrstuvwxyz'[Math.floor(Math.random() * 26)],
  );
  return `${at.toISOString().slice(0, 19).replaceAll(':', '-')}-${letters.join('')}`;
}

/** Whether a name is a run's id, and so safe as the name of a folder. */
export function isRunId(name: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-[a-z]{3}$/.test(name);
}
