import { createInterface } from 'node:readline';
import { z } from 'zod';

const eventSchema = z.object({
  stream: z.string().optional(),
  status: z.string().optional(),
  error: z.string().optional(),
  aux: z.object({ Digest: z.string().optional() }).optional(),
});

/**
 * Reads what the engine says while it builds, loads, pulls or pushes, to the end. Throws its error when it says one.
 * The result is the digest that a registry gave back, after a push.
 */
export async function readProgress(
  stream: NodeJS.ReadableStream,
  onText: (text: string) => void = () => {},
): Promise<string | undefined> {
  let digest: string | undefined;
  for await (const line of createInterface({ input: stream })) {
    if (line.trim() === '') continue;
    const { stream: output, status, error, aux } = eventSchema.parse(JSON.parse(line));
    if (error !== undefined) throw new Error(error);
    digest = aux?.Digest ?? digest;
    onText(output ?? status ?? '');
  }
  return digest;
}
