/** Rows in columns as wide as they need to be; those of numbers are set to the right. */
export function tableText(rows: readonly (readonly string[])[], numbers: readonly number[] = []): string {
  const widths = rows.reduce<readonly number[]>(
    (so, row) => row.map((cell, column) => Math.max(so[column] ?? 0, cell.length)),
    [],
  );
  const lineOf = (row: readonly string[]) =>
    row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return numbers.includes(column) ? cell.padStart(width) : cell.padEnd(width);
    });
  return rows.map((row) => `${lineOf(row).join('  ').trimEnd()}\n`).join('');
}
