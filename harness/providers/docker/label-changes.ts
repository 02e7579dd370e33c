/** The instructions that label an image when a container is committed. */
export function labelChanges(labels: Readonly<Record<string, string>>): string[] {
  return Object.entries(labels).map(
    ([name, value]) => `LABEL ${JSON.stringify(name)}=${JSON.stringify(value)}`,
  );
}
