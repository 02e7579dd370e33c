/** The first column to the left and the others to the right, each as wide as its widest cell. */
export function printTable(head: readonly string[], lines: readonly (readonly string[])[]): void {
  const all = [head, ...lines];
  const widths = head.map((_cell, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  const pad = (cell: string, column: number) => {
    const width = widths[column] ?? 0;
    return column === 0 ? cell.padEnd(width) : cell.padStart(width);
  };
  for (const line of all) console.log(line.map(pad).join('  ').trimEnd());
  console.log();
}
