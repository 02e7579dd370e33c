import type { Layers } from '../layers.ts';
import type { Import } from './read-imports.ts';

/** A sentence for each import that the layers do not allow. Packages that are not reserved are everybody's. */
export function layerViolations(
  imports: readonly Import[],
  layers: Layers,
  reserved: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  return imports.flatMap((wanted) => violation(wanted, layers, reserved) ?? []);
}

/** The most specific entry that holds the file. A folder's entry holds all below it. */
export function layerOf(file: string, layers: Layers): string | undefined {
  return Object.keys(layers)
    .filter((entry) => file === entry || file.startsWith(`${entry}/`))
    .reduce<string | undefined>(
      (best, entry) => (entry.length > (best?.length ?? 0) ? entry : best),
      undefined,
    );
}

/** Code that is not part of what users run. */
export function isTestCode(file: string): boolean {
  return /\.(test|contract)\.ts$|\/testing\//.test(file);
}

/** Tests with real parts put everything together; the others may use the fakes, and the parts below their folder. */
function violation(
  { from, to }: Import,
  layers: Layers,
  reserved: Readonly<Record<string, readonly string[]>>,
) {
  const layer = layerOf(from, layers);
  if (layer === undefined) return `${from} belongs to no layer: add its folder to harness/layers.ts.`;
  if (/\.(integration|e2e)\.test\.ts$/.test(from)) return undefined;
  const allowed = layers[layer] ?? [];
  if (allowed === 'everything' || allowed.includes(to)) return undefined;
  const target = layerOf(to, layers);
  if (target === undefined) return packageViolation({ from, to }, layer, reserved);
  const isForTests = isTestCode(to) || target.startsWith(`${layer}/`);
  const isAllowed = target === layer || allowed.includes(target) || (isTestCode(from) && isForTests);
  return isAllowed ? undefined : `${from} imports ${to}: ${layer} may not import ${target}.`;
}

function packageViolation(
  { from, to }: Import,
  layer: string,
  reserved: Readonly<Record<string, readonly string[]>>,
) {
  const owners = reserved[to];
  if (!owners || owners.includes(layer) || isTestCode(from)) return undefined;
  return `${from} imports ${to}: only ${owners.join(', ')} may.`;
}
