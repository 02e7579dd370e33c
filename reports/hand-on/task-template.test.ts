import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { taskFields } from './task-fields.ts';
import { checkTemplate, fillTemplate } from './task-template.ts';

const shipped = () => readFile(join(import.meta.dirname, '../templates/production-error.txt'), 'utf8');

test('values stand where their names stood', () => {
  expect(fillTemplate('{{ title }}: {{count}} of {{title}}\n', { title: 'A', count: '3' })).toBe(
    'A: 3 of A\n',
  );
});

test('lines and paragraphs without a value are left out', () => {
  const template =
    '= {{title}}\n\n```\n{{trace}}\n```\n\n* url: {{url}}\n* wiki: {{wiki}}, {{url}}\n* fixed\n';
  expect(fillTemplate(template, { title: 'A', wiki: 'testwiki' })).toBe(
    '= A\n\n* wiki: testwiki, \n* fixed\n',
  );
});

test('a value is no template', () => {
  expect(fillTemplate('{{title}}', { title: '{{url}} $& $1', url: 'x' })).toBe('{{url}} $& $1\n');
});

test('a template that names what is no field is refused with each place', () => {
  expect(checkTemplate('{{title}}\n a {{titel}} {{}}\n', 'mine.txt')).toMatchObject({
    ok: false,
    failure: {
      kind: 'usage',
      what: expect.stringContaining('mine.txt:2:4: {{titel}} is no field\n  mine.txt:2:14: {{}} is no field'),
      next: expect.stringContaining('normalizedMessage'),
    },
  });
});

test('the template that comes with gm1 is good, and has the fields of a production error task', async () => {
  const template = await shipped();
  expect(checkTemplate(template, 'x').ok).toBe(true);
  const asked = [
    'normalizedMessage',
    'place',
    'trace',
    'reqId',
    'url',
    'mwversion',
    'wiki',
    'first',
    'count',
    'impact',
  ];
  for (const field of asked) expect(template).toContain(`{{${field}}}`);
  expect(taskFields).toEqual(expect.arrayContaining(asked));
});
