import type { APIRequestContext } from '@playwright/test';
import { expect, test } from '../fixtures/api-test.ts';
import { readLoadedModules } from '../fixtures/loaded-modules.ts';
import { readRegistry } from '../fixtures/module-registry.ts';
import type { TestedWiki } from '../fixtures/tested-wiki.ts';
import { bundledSkins } from './bundled-extensions.ts';

/** Modules a request; their names must fit into an address. */
const batchSize = 60;

/** Milliseconds; on a busy machine styles that nobody has asked for yet take long to compile. */
const longest = 60_000;

/** VisualEditor's module asks for a message that VisualEditor no longer has; nothing shows it. */
const knownFaults: readonly string[] = ['missing message ⧼visualeditor-browserwarning⧽'];

/** Math has a field for Wikibase's items, with or without Wikibase. */
const knownAbsences: readonly string[] = ['mw.widgets.MathWbEntitySelector needs mw.config.values.wbRepo'];

function load(wiki: TestedWiki, skin: string, names: readonly string[], lang = wiki.lang): string {
  return wiki.script(`load.php?${new URLSearchParams({ lang, skin, modules: names.join('|') })}`);
}

async function faultsOf(request: APIRequestContext, address: string, names: readonly string[]) {
  const answer = await request.get(address, { timeout: longest });
  if (!answer.ok()) return [`${answer.status()} at ${address}`];
  const { implemented, faults } = readLoadedModules(await answer.text());
  const absent = names.filter((name) => !implemented.has(name));
  return [...faults, ...absent.map((name) => `${name} has no implementation`)];
}

for (const skin of bundledSkins) {
  test(`every registered module loads without a fault in ${skin}`, async ({ wiki, request }) => {
    test.slow(true, 'All styles and scripts are compiled for the skin when nobody has asked for them yet.');
    const names = (await readRegistry(request, wiki(), skin)).map(({ name }) => name).filter(isLoadable);
    expect(names.length).toBeGreaterThan(300);
    const faults: string[] = [];
    for (let first = 0; first < names.length; first += batchSize) {
      const batch = names.slice(first, first + batchSize);
      faults.push(...(await faultsOf(request, load(wiki(), skin, batch), batch)));
    }
    expect(faults.filter((fault) => !knownFaults.includes(fault))).toEqual([]);
  });
}

/** The loader itself, and modules that load.php refuses to anybody but their user, come in other ways. */
function isLoadable(name: string): boolean {
  return !['startup', 'user.options'].includes(name);
}

test('the startup manifest names each module once and no dependency that is not there', async ({
  wiki,
  request,
}) => {
  const modules = await readRegistry(request, wiki(), 'vector-2022');
  const names = modules.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  expect(names).toEqual(
    expect.arrayContaining(['mediawiki.base', 'mediawiki.api', 'jquery', 'oojs-ui-core', 'vue']),
  );
  const absent = modules.flatMap(({ name, dependencies }) =>
    dependencies.filter((needed) => !names.includes(needed)).map((needed) => `${name} needs ${needed}`),
  );
  expect(absent.filter((need) => !knownAbsences.includes(need))).toEqual([]);
});

test('no module needs itself, by whatever way', async ({ wiki, request }) => {
  const modules = await readRegistry(request, wiki(), 'vector-2022');
  const needs = new Map(modules.map(({ name, dependencies }) => [name, dependencies]));
  expect([...needs.values()].flat().length).toBeGreaterThan(300);
  const settled = new Set<string>();
  const circles: string[] = [];
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) circles.push([...path, name].join(' → '));
    else if (!settled.has(name)) for (const needed of needs.get(name) ?? []) visit(needed, [...path, name]);
    settled.add(name);
  };
  for (const { name } of modules) visit(name, []);
  expect(circles).toEqual([]);
});

test('a module that nobody registered is said to be missing', async ({ wiki, request }) => {
  const answer = await request.get(load(wiki(), 'vector-2022', ['mediawiki.util', 'no.such.module']));
  const { implemented, faults } = readLoadedModules(await answer.text());
  expect([...implemented]).toEqual(['mediawiki.util']);
  expect(faults).toEqual([expect.stringMatching(/"no\.such\.module":\s*"missing"/)]);
});

test('a module’s messages come in the language that is asked for', async ({ wiki, request }) => {
  const messages = async (lang: string) => {
    const answer = await request.get(load(wiki(), 'vector-2022', ['mediawiki.page.watch.ajax'], lang));
    return /"watch":\s*"([^"]*)"/.exec(await answer.text())?.[1];
  };
  expect(await messages('en')).toBe('Watch');
  expect(await messages('he')).toMatch(/^[\u0590-\u05FF ]+$/);
});

test('the source map that a script names maps to its sources', async ({ wiki, request }) => {
  const script = await request.get(load(wiki(), 'vector-2022', ['mediawiki.util']));
  const name = script.headers().sourcemap;
  test.skip(!name, 'MediaWiki before 1.41 has no source maps.');
  const map = await request.get(`${wiki().origin}${name}`);
  expect(JSON.parse((await map.text()).replace(/^\)\]\}[^\n]*\n/, ''))).toMatchObject({
    version: 3,
    sources: expect.arrayContaining([expect.stringMatching(/mediawiki\.util\/util\.js$/)]),
  });
});

test('a script that the browser has already is not sent again', async ({ wiki, request }) => {
  const address = load(wiki(), 'vector-2022', ['mediawiki.util']);
  const etag = (await request.get(address)).headers().etag ?? '';
  expect(etag).not.toBe('');
  const again = await request.get(address, { headers: { 'If-None-Match': etag } });
  expect(again.status()).toBe(304);
});
