import type { TestIdentity } from '../core/result.ts';
import type { ResultFile } from './result-file.ts';

/** Undefined when the result names no file. Line numbers never become part of an identity: they move. */
export function identifyTest(result: ResultFile, suite: string): TestIdentity | undefined {
  const { name, parameters } = result;
  const place = placeFromTitlePath(result) ?? placeFromFullName(result);
  if (!place) return undefined;
  return {
    suite,
    file: belowSuiteFolder(place.file, suite),
    titlePath: [...place.suites, name],
    project: parameters.find((parameter) => parameter.name === 'Project')?.value ?? suite,
  };
}

interface Place {
  readonly file: readonly string[];
  readonly suites: readonly string[];
}

function placeFromTitlePath({ titlePath, fullName }: ResultFile): Place | undefined {
  const parts = titlePath
    .flatMap((part, index) => (index === 0 ? part.split(/[/\\]/) : part))
    .filter(Boolean);
  const end = parts.findIndex(isSourceFile);
  if (end < 0) return undefined;
  return {
    file: withoutPackage(parts.slice(0, end + 1), fullName),
    suites: parts.slice(end + 1),
  };
}

/** `file#title`, `file › title` or `file:line:column`; the titles of the suites then stand in the labels. */
function placeFromFullName({ fullName, labels }: ResultFile): Place | undefined {
  const file = fileOfFullName(fullName);
  if (!isSourceFile(file)) return undefined;
  const suiteLabels = ['parentSuite', 'suite', 'subSuite'];
  const suites = suiteLabels.flatMap((name) =>
    labels.filter((label) => label.name === name && !isSourceFile(label.value)).map(({ value }) => value),
  );
  return { file: file.split(/[/\\]/).filter(Boolean), suites };
}

function fileOfFullName(fullName: string): string {
  return (fullName.split(/#| › /)[0] ?? '').replace(/(:\d+){1,2}$/, '');
}

function isSourceFile(part: string): boolean {
  return /^[^\s].*\.(?:[cm]?[jt]sx?|ya?ml|feature|php|py|xml|java|rb|go|robot)$/.test(part);
}

/** allure-playwright begins the title path with the package's name, which is no folder. */
function withoutPackage(file: readonly string[], fullName: string): readonly string[] {
  const known = `/${fileOfFullName(fullName)}`;
  const start = file.findIndex((_, index) => known.endsWith(`/${file.slice(index).join('/')}`));
  return file.slice(Math.max(start, 0));
}

function belowSuiteFolder(file: readonly string[], suite: string): string {
  const start = file.findIndex((part, index) => part === 'suites' && file[index + 1] === suite);
  return file.slice(start < 0 ? 0 : start + 2).join('/');
}
