import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const parts: readonly string[] = ['page', 'verdict', 'findings', 'tables', 'timings'];

/** The page's style with those of Codex's design tokens that it uses, for light and dark. */
export function styleSheet(): string {
  const style = parts.map((part) => read(`./style/${part}.css`)).join('');
  const light = readTokens('theme-wikimedia-ui.css');
  const dark = readTokens('theme-wikimedia-ui-mode-dark.css');
  const used = new Set([...style.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name]) => name));
  const darkUsed = [...dark].filter(([name]) => used.has(name));
  return [
    `:root{${declarations([...light].filter(([name]) => used.has(name)))}}`,
    `@media screen and (prefers-color-scheme:dark){:root{${declarations(darkUsed)}}}`,
    style,
  ].join('\n');
}

function readTokens(file: string): ReadonlyMap<string, string> {
  const css = read(`@wikimedia/codex-design-tokens/dist/${file}`).replaceAll(/\/\*[\s\S]*?\*\//g, '');
  return new Map(
    [...css.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

function read(module: string): string {
  return readFileSync(fileURLToPath(import.meta.resolve(module)), 'utf8');
}

function declarations(tokens: readonly (readonly [string, string])[]): string {
  return tokens.map(([name, value]) => `${name}:${value}`).join(';');
}
