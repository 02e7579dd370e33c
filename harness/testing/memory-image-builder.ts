import { type Outcome, ok } from '../core/failure.ts';
import type { BuiltImage, ContainerfileBuild, ImageBuilder, LayerBuild } from '../image/builder.ts';
import { sha256 } from '../system/list-tree.ts';

/** Images that are only names. Counts what was made. */
export class MemoryImageBuilder implements ImageBuilder {
  readonly made: string[] = [];
  readonly #images = new Map<string, BuiltImage>();

  async find(ref: string): Promise<Outcome<BuiltImage | undefined>> {
    return ok(this.#images.get(ref));
  }

  async base(suite: string): Promise<Outcome<BuiltImage>> {
    const ref = `gm1/base:${suite}`;
    return ok(this.#images.get(ref) ?? this.#make(ref, suite, {}));
  }

  async fromContainerfile({ ref, args, labels }: ContainerfileBuild): Promise<Outcome<BuiltImage>> {
    return ok(this.#make(ref, [ref, args], labels));
  }

  async addLayer({ ref, parent, parts, labels }: LayerBuild): Promise<Outcome<BuiltImage>> {
    const below = [...this.#images.values()].find(({ digest }) => digest === parent.digest)?.layers ?? [];
    const layer = parts.map(({ target, entries }) => [target, entries]);
    return ok(this.#make(ref, layer, labels, below));
  }

  remove(ref: string): void {
    this.#images.delete(ref);
  }

  #make(
    ref: string,
    content: unknown,
    labels: BuiltImage['labels'],
    below: readonly string[] = [],
  ): BuiltImage {
    const layers = [...below, sha256(JSON.stringify(content))];
    const image = { ref, digest: sha256(JSON.stringify([layers, labels])), bytes: 1000, layers, labels };
    this.#images.set(ref, image);
    this.made.push(ref);
    return image;
  }
}
