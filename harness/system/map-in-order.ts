/** Maps values with at most `atOnce` of them in work at a time; the results are in the values' order. */
export async function mapInOrder<T, R>(
  values: readonly T[],
  atOnce: number,
  map: (value: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const remaining = values.entries();
  const worker = async () => {
    for (const [index, value] of remaining) results[index] = await map(value);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
