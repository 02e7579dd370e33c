import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Definition } from '../core/definition.ts';
import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import { type Track, tracks } from '../core/track.ts';
import { readIfPresent } from '../system/files.ts';
import { type DefinitionFile, definitionSchema } from './definition-schema.ts';
import { explainIssues, type Problem, problemText } from './explain-issues.ts';
import { nearest } from './nearest.ts';
import { problemsFailure } from './problems-failure.ts';
import { readShapes } from './read-shapes.ts';
import type { SourceFile } from './source-schema.ts';
import { nameOfSuite, toDeclaredSuite } from './suite-schema.ts';
import { toSource } from './to-source.ts';
import { trainCalendarFileName } from './train-calendar-file.ts';
import { waiversFileName } from './waivers-file.ts';
import { type KeyPath, YamlSource } from './yaml-source.ts';

/**
 * Reads an environment definition by its name (`environments/NAME.yaml`) or by the path of a YAML file. Fails with
 * every problem at once, each with file, line, column, what was expected and what was found.
 */
export async function loadDefinition(nameOrFile: string, projectRoot: string): Promise<Outcome<Definition>> {
  const isFile = /\.ya?ml$/.test(nameOrFile);
  const folder = join(projectRoot, 'environments');
  const file = isFile ? resolve(nameOrFile) : join(folder, `${nameOrFile}.yaml`);
  const text = isFile || isPlainName(nameOrFile) ? await readDefinition(file) : undefined;
  if (text === undefined) return failed(await notFound(nameOrFile, isFile, folder));
  const source = new YamlSource(text);
  const read = readDocument(source);
  if (!read.ok) return failed(problemsFailure(file, projectRoot, read.problems));
  const configs = await findConfigs(read.value, file, folder);
  const problems = [
    ...(await missingPaths(read.value, configs, file, source)),
    ...(await suiteProblems(read.value, file, source)),
    ...(await unknownShapes(read.value, configs, source)),
    ...(isFile ? [] : nameProblems(read.value, nameOrFile, source)),
  ];
  if (problems.length > 0 || !configs.common) return failed(problemsFailure(file, projectRoot, problems));
  return ok(toDefinition(read.value, file, { ...configs, common: configs.common }));
}

type Read =
  | { readonly ok: true; readonly value: DefinitionFile }
  | { readonly ok: false; readonly problems: readonly Problem[] };

function readDocument(source: YamlSource): Read {
  const syntax = source.syntaxProblems.map(({ place, message }) => ({
    ...place,
    text: problemText([], 'valid YAML', message),
  }));
  if (!source.value) return { ok: false, problems: syntax };
  const parsed = definitionSchema.safeParse(source.value.data);
  const problems = [...syntax, ...explainIssues(parsed.error?.issues ?? [], source, definitionSchema)];
  return parsed.success && problems.length === 0
    ? { ok: true, value: parsed.data }
    : { ok: false, problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
}

/** What lies beside definitions and is none. */
const otherFiles: readonly string[] = [waiversFileName, trainCalendarFileName];

function isPlainName(name: string): boolean {
  return /^[a-z0-9][a-z0-9._-]*$/i.test(name) && !otherFiles.includes(`${name}.yaml`);
}

/** Undefined when there is no such file, or a folder in its place. */
async function readDefinition(file: string): Promise<string | undefined> {
  return (await isFolder(file)) ? undefined : await readIfPresent(file);
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function isRegularFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

/** The folders that are named as configuration; undefined for one that is nowhere. */
type Configs = Readonly<Partial<Record<Track | 'common', string | undefined>>>;

/** Where the name of a configuration stands. */
function configPath(of: string): KeyPath {
  return of === 'common' ? ['config'] : ['tracks', of, 'config'];
}

async function findConfigs({ config, tracks: sources }: DefinitionFile, file: string, folder: string) {
  const configs: Partial<Record<Track | 'common', string | undefined>> = {
    common: await findConfig(config, file, folder),
  };
  for (const track of tracks) {
    const { config: own } = sources[track];
    if (own !== undefined) configs[track] = await findConfig(own, file, folder);
  }
  return configs;
}

/** The folder's path: beside the definition, else in the project's `environments/`. */
async function findConfig(name: string, file: string, folder: string): Promise<string | undefined> {
  for (const candidate of [join(dirname(file), name), join(folder, name)])
    if (await isFolder(candidate)) return candidate;
  return undefined;
}

async function missingPaths(
  value: DefinitionFile,
  configs: Configs,
  file: string,
  source: YamlSource,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const refuse = (path: KeyPath, expected: string) =>
    problems.push({ ...source.place(path), text: problemText(path, expected, source.describe(path)) });
  for (const track of tracks) {
    const from = value.tracks[track];
    if ('directory' in from && !(await isFolder(resolve(dirname(file), from.directory))))
      refuse(
        ['tracks', track, 'directory'],
        `a folder (there is none at ${resolve(dirname(file), from.directory)})`,
      );
    for (const { key, path } of patchFiles(from))
      if (!(await isRegularFile(resolve(dirname(file), path))))
        refuse(['tracks', track, ...key], `a file (there is none at ${resolve(dirname(file), path)})`);
  }
  for (const [of, config] of Object.entries(configs))
    if (config === undefined) refuse(configPath(of), 'a folder beside this file or in environments/');
  return problems;
}

/** Folders and wikis that declared suites name and that are not there. */
async function suiteProblems(
  { suites, wikis }: DefinitionFile,
  file: string,
  source: YamlSource,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const refuse = (path: KeyPath, expected: string) =>
    problems.push({ ...source.place(path), text: problemText(path, expected, source.describe(path)) });
  for (const [index, suite] of suites.entries()) {
    if (typeof suite === 'string') continue;
    const folder = resolve(dirname(file), suite.directory);
    if (!(await isFolder(folder)))
      refuse(['suites', index, 'directory'], `a folder (there is none at ${folder})`);
    if (suite.wiki !== undefined && !(suite.wiki in wikis))
      refuse(['suites', index, 'wiki'], `one of ${Object.keys(wikis).join(', ')}`);
  }
  return problems;
}

/** A configuration without shapes of its own takes any name. */
async function unknownShapes(
  { wikis }: DefinitionFile,
  configs: Configs,
  source: YamlSource,
): Promise<readonly Problem[]> {
  const folders = new Set(Object.values(configs).filter((config) => config !== undefined));
  const shapes = (await Promise.all([...folders].map(readShapes))).filter(({ length }) => length > 0);
  const known = (shapes[0] ?? []).filter((shape) => shapes.every((others) => others.includes(shape)));
  return Object.entries(wikis)
    .filter(([, { shape }]) => shapes.length > 0 && !known.includes(shape))
    .map(([dbname, { shape }]) => {
      const path = ['wikis', dbname, 'shape'];
      const meant = nearest(shape, known);
      const found = `${shape}${meant ? ` (did you mean ${meant}?)` : ''}`;
      return { ...source.place(path), text: problemText(path, `one of ${known.join(', ')}`, found) };
    });
}

/** The patch files of a source, each with the key at which it stands. */
function patchFiles({ patches }: SourceFile): readonly { readonly key: KeyPath; readonly path: string }[] {
  return (patches ?? []).flatMap((patch, index) => {
    if (typeof patch === 'string') return [{ key: ['patches', index], path: patch }];
    return 'file' in patch ? [{ key: ['patches', index, 'file'], path: patch.file }] : [];
  });
}

function nameProblems({ name }: DefinitionFile, asked: string, source: YamlSource): readonly Problem[] {
  if (name === asked) return [];
  return [
    { ...source.place(['name']), text: problemText(['name'], `${asked}, as the file is called`, name) },
  ];
}

function toDefinition(
  value: DefinitionFile,
  file: string,
  { common, ...own }: Configs & { readonly common: string },
): Definition {
  const toPath = (path: string) => resolve(dirname(file), path);
  const declared = value.suites.flatMap((suite) => toDeclaredSuite(suite, toPath) ?? []);
  return {
    name: value.name,
    file,
    tracks: {
      train: { ...toSource(value.tracks.train, dirname(file)), ...(own.train && { config: own.train }) },
      next: { ...toSource(value.tracks.next, dirname(file)), ...(own.next && { config: own.next }) },
    },
    runtime: value.runtime,
    config: common,
    wikis: Object.entries(value.wikis).map(([dbname, wiki]) => ({ dbname, ...wiki })),
    ...(value.languages && { languages: value.languages }),
    suites: value.suites.map(nameOfSuite),
    ...(declared.length > 0 && { declaredSuites: declared }),
  };
}

async function notFound(asked: string, isFile: boolean, folder: string): Promise<Failure> {
  if (isFile)
    return {
      kind: 'usage',
      what: `There is no file ${resolve(asked)}.`,
      next: 'Give the path of an environment definition, or the name of one in environments/.',
    };
  const known = await knownEnvironments(folder);
  const meant = nearest(asked, known);
  return {
    kind: 'usage',
    what: `There is no environment ${asked}${meant ? ` (did you mean ${meant}?)` : ''}.`,
    why: known.length > 0 ? `The known ones are ${known.join(', ')}.` : 'There is none in environments/.',
    next: `Name one of them, give the path of a .yaml file, or write environments/${isPlainName(asked) ? asked : 'NAME'}.yaml.`,
  };
}

async function knownEnvironments(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder).catch(() => []);
  return files
    .filter((file) => file.endsWith('.yaml') && !otherFiles.includes(file))
    .map((file) => basename(file, '.yaml'))
    .sort();
}
