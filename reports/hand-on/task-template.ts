import { failed, type Outcome, ok } from '../../harness/core/failure.ts';
import { type TaskField, type TaskValues, taskFields } from './task-fields.ts';

const placeholder = /\{\{\s*([^{}\s]*)\s*\}\}/g;

/** Fails when a template names what is no field; every such place at once. */
export function checkTemplate(template: string, file: string): Outcome<void> {
  const problems = [...template.matchAll(placeholder)].flatMap(({ 0: text, 1: name = '', index }) =>
    isField(name) ? [] : [`  ${file}:${placeOf(template, index)}: ${text} is no field`],
  );
  if (problems.length === 0) return ok(undefined);
  return failed({
    kind: 'usage',
    what: ['The template names what a finding does not have:', ...problems, ''].join('\n'),
    next: `The fields are ${taskFields.join(', ')}.`,
  });
}

/**
 * Puts the values in the places of their names. A line, or a paragraph, that names fields all of which are empty is left
 * out, and a heading under which nothing is left.
 */
export function fillTemplate(template: string, values: TaskValues): string {
  const paragraphs = template.split(/\n{2,}/).map((paragraph) => fillParagraph(paragraph, values));
  return `${paragraphs.filter(Boolean).join('\n\n').trim()}\n`;
}

function fillParagraph(paragraph: string, values: TaskValues): string | undefined {
  if (isBlank(paragraph, values)) return undefined;
  const lines = paragraph.split('\n').filter((line) => !isBlank(line, values));
  return lines.map((line) => fillLine(line, values)).join('\n');
}

function isBlank(text: string, values: TaskValues): boolean {
  const names = [...text.matchAll(placeholder)].map(([, name = '']) => name);
  return names.length > 0 && names.every((name) => textOf(name, values) === '');
}

function fillLine(line: string, values: TaskValues): string {
  return line.replaceAll(placeholder, (_, name: string) => textOf(name, values));
}

function textOf(name: string, values: TaskValues): string {
  return isField(name) ? (values[name] ?? '') : '';
}

function isField(name: string): name is TaskField {
  return taskFields.some((field) => field === name);
}

function placeOf(text: string, index: number): string {
  const before = text.slice(0, index).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
