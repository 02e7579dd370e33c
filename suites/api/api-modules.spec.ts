import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';

const described = z.object({
  paraminfo: z.object({
    modules: z.array(
      z.object({
        name: z.string(),
        path: z.string(),
        parameters: z.array(z.object({ name: z.string(), type: z.unknown() })),
      }),
    ),
  }),
});

test('the help of every module is whole', async ({ wiki, request }) => {
  test.slow(true, 'All help that there is becomes one page.');
  const reader = await wiki().anonymous();
  const question = { action: 'paraminfo', modules: '**', helpformat: 'none' };
  const { modules } = (await reader.ask(described, question)).paraminfo;
  expect(modules.length).toBeGreaterThan(120);

  const query = new URLSearchParams({ action: 'help', modules: 'main', recursivesubmodules: '1' });
  const answer = await request.get(wiki().script(`api.php?${query}`), { timeout: 60_000 });
  const help = await answer.text();
  const withoutHelp = modules.filter(({ path }) => !help.includes(`id="${path}"`)).map(({ path }) => path);
  expect(withoutHelp).toEqual([]);
  expect(help.match(/⧼[^⧽]*⧽/g) ?? []).toEqual([]);
  expect(help.match(/\[[0-9a-f]{10,}\] .*Exception/g) ?? []).toEqual([]);
});

test('every parameter of every module has a type', async ({ wiki }) => {
  const reader = await wiki().anonymous();
  const question = { action: 'paraminfo', modules: '**', helpformat: 'none' };
  const { modules } = (await reader.ask(described, question)).paraminfo;
  const parameters = modules.flatMap(({ path, parameters }) =>
    parameters.map(({ name, type }) => ({ name: `${path} ${name}`, type })),
  );
  expect(parameters.length).toBeGreaterThan(800);
  expect(parameters.filter(({ type }) => !type).map(({ name }) => name)).toEqual([]);
  const edit = modules.find(({ path }) => path === 'edit');
  expect(edit?.parameters.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['title', 'text', 'baserevid', 'token']),
  );
});

test('a module that is not there is refused by name', async ({ wiki }) => {
  const reader = await wiki().anonymous();
  const nothing = z.object({});
  await expect(reader.ask(nothing, { action: 'nosuchmodule' })).rejects.toThrow(/^badvalue.*nosuchmodule/);
  await expect(reader.ask(nothing, { action: 'opensearch' })).rejects.toThrow(/^missingparam.*search/);
});
