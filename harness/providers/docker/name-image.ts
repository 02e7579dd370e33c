import type { EngineApi } from './engine.ts';

/** Gives an image a name, `name:tag`, which another image may have had. The engine notes when. */
export async function nameImage(api: EngineApi, ref: string, name: string): Promise<void> {
  const colon = name.lastIndexOf(':');
  await api.getImage(ref).tag({ repo: name.slice(0, colon), tag: name.slice(colon + 1) });
}
