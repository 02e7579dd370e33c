import { createInterface } from 'node:readline';
import { z } from 'zod';

const eventSchema = z.object({
  stream: z.string().optional(),
  status: z.string().optional(),
  error: z.string().optional(),
});

/** Reads what the engine says while it builds, loads or pulls, to the end. Throws its error when it says one. */
export async function readProgress(
  stream: NodeJS.ReadableStream,
  onText: (text: string) => void = () => {},
): Promise<void> {
  for await (const line of createInterface({ input: stream })) {
    if (line.trim() === '') continue;
    const { stream: output, status, error } = eventSchema.parse(JSON.parse(line));
    if (error !== undefined) throw new Error(error);
    onText(output ?? status ?? '');
  }
}
