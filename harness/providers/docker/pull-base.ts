import type { EngineApi } from './engine.ts';
import { readProgress } from './engine-progress.ts';

/** How long a registry has for its first answer, and for each thing that it says after that. Milliseconds. */
const patience = { first: 5_000, next: 60_000 };

/** Pulls an image, or says that no registry answers in time; on a closed network a pull may wait for ever. */
export async function pullIfAnswered(
  api: EngineApi,
  name: string,
  tag: string,
  signal: AbortSignal,
): Promise<boolean> {
  const silence = new AbortController();
  const giveUp = () => silence.abort();
  let timer = setTimeout(giveUp, patience.first);
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(giveUp, patience.next);
  };
  try {
    const abortSignal = AbortSignal.any([signal, silence.signal]);
    await readProgress(await api.createImage({ fromImage: name, tag, abortSignal }), heard);
    return true;
  } catch (error) {
    if (signal.aborted) throw error;
    return false;
  } finally {
    clearTimeout(timer);
  }
}
