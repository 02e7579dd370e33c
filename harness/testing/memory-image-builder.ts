import type { Image } from '../core/build-record.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type {
  BuiltImage,
  ContainerfileBuild,
  FoundImage,
  ImageBuilder,
  LayerBuild,
} from '../image/builder.ts';
import { sha256 } from '../system/list-tree.ts';

/** Images that are only names. Counts what was made. */
export class MemoryImageBuilder implements ImageBuilder {
  readonly made: string[] = [];
  readonly pushed: Image[] = [];
  readonly #images = new Map<string, BuiltImage>();
  readonly #named = new Map<string, string>();

  async find(ref: string): Promise<Outcome<BuiltImage | undefined>> {
    return ok(this.#images.get(ref));
  }

  async base(suite: string): Promise<Outcome<BuiltImage>> {
    const ref = `gm1/base:${suite}`;
    return ok(this.#images.get(ref) ?? this.#make(ref, suite, { gm1: 'build' }));
  }

  async fromContainerfile({ ref, args, labels }: ContainerfileBuild): Promise<Outcome<BuiltImage>> {
    return ok(this.#make(ref, [ref, args], labels));
  }

  async addLayer({ ref, parent, parts, removed, labels }: LayerBuild): Promise<Outcome<BuiltImage>> {
    const below = [...this.#images.values()].find(({ digest }) => digest === parent.digest);
    const layer = [parts.map(({ target, entries }) => [target, entries]), removed];
    return ok(this.#make(ref, layer, { ...below?.labels, ...labels }, below?.layers));
  }

  async tag(ref: string, as: string): Promise<Outcome<void>> {
    const image = this.#images.get(ref);
    if (!image) return failed(absent(ref));
    this.#name(as, { ...image, ref: as });
    return ok(undefined);
  }

  async remove(ref: string): Promise<Outcome<boolean>> {
    return ok(this.#images.delete(ref));
  }

  async list(): Promise<Outcome<readonly FoundImage[]>> {
    const byDigest = Map.groupBy(this.#images.values(), ({ digest }) => digest);
    return ok(
      [...byDigest.values()].flatMap((images) => {
        const refs = images.map(({ ref }) => ref);
        const created =
          refs
            .map((ref) => this.#named.get(ref) ?? '')
            .sort()
            .at(-1) ?? '';
        return images.slice(0, 1).map((image) => ({ ...image, refs, created, usedBy: [] }));
      }),
    );
  }

  async push(ref: string, registry: string): Promise<Outcome<Image>> {
    const image = this.#images.get(ref);
    if (!image) return failed(absent(ref));
    const published = { ref: `${registry}/${ref}`, digest: sha256(image.digest) };
    this.pushed.push(published);
    return ok(published);
  }

  #make(
    ref: string,
    content: unknown,
    labels: BuiltImage['labels'],
    below: readonly string[] = [],
  ): BuiltImage {
    const layers = [...below, sha256(JSON.stringify(content))];
    const digest = sha256(JSON.stringify([layers, labels]));
    const image = { ref, digest, bytes: 1000, layers, labels };
    this.#name(ref, image);
    this.made.push(ref);
    return image;
  }

  #name(ref: string, image: BuiltImage): void {
    this.#images.set(ref, image);
    this.#named.set(ref, new Date().toISOString());
  }
}

function absent(ref: string) {
  return {
    kind: 'infrastructure' as const,
    what: `There is no image ${ref}.`,
    next: 'Build it with `gm1 build`.',
  };
}
