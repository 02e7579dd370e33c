import { expect, test } from 'vitest';
import { readRows } from './sql-rows.ts';

const head =
  '<?xml version="1.0"?>\n\n<resultset statement="select a\n" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">';

test('tells NULL, nothing and the word NULL apart', () => {
  const xml = `${head}
  <row>
	<field name="a" xsi:nil="true" />
	<field name="b"></field>
	<field name="c">NULL</field>
  </row>
</resultset>
`;
  expect(readRows(xml)).toEqual([{ a: null, b: '', c: 'NULL' }]);
});

test('keeps white space, markup and what looks like a number', () => {
  const xml = `${head}<row><field name="x y">  a&lt;b&gt; &amp;amp; &quot;
 </field><field name="n">007</field></row></resultset>`;
  expect(readRows(xml)).toEqual([{ 'x y': '  a<b> &amp; "\n ', n: '007' }]);
});

test('puts the rows of several queries behind each other', () => {
  const one = `${head}\n  <row>\n\t<field name="a">1</field>\n  </row>\n</resultset>\n`;
  expect(readRows(`${one}${head}</resultset>\n${one}`)).toEqual([{ a: '1' }, { a: '1' }]);
});

test('has no rows when nothing was printed', () => {
  expect(readRows('')).toEqual([]);
});
