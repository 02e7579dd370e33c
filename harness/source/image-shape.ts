import { versionOf } from './versions.ts';

/** What an image has of what gm1 needs, as a look into it says. */
export interface ImageShape {
  /** Names of the form `php-<version>`, sorted. */
  readonly trees: readonly string[];
  /** What of them is not there, relative to the staging directory. */
  readonly missingFiles: readonly string[];
  /** The version of PHP; absent without one. */
  readonly php?: string;
  /** Where the php-fpm of that version lies. */
  readonly phpFpm?: string;
  /** Names in lower case, each with the programs that have it: `php`, `php-fpm`. */
  readonly extensions: Readonly<Record<'php' | 'php-fpm', readonly string[]>>;
  readonly programs: readonly string[];
  /** Hashes, hexadecimal, of files that gm1 puts into its own images, by path. */
  readonly files: Readonly<Record<string, string>>;
}

export const stagePath = '/srv/mediawiki';

/** What gm1 puts into its own images, by its name in `environments/images/runtime`. */
export const runtimeFiles: Readonly<Record<string, string>> = {
  'php.ini': '/etc/php/gm1.ini',
  'php-fpm.conf': '/etc/php/gm1-fpm.conf',
  'apache.conf': '/etc/apache2/gm1.conf',
};

/** Without them no service of an environment starts, or nobody knows that it did. */
const neededPrograms = ['bash', 'find', 'grep', 'xargs', 'tar', 'install'];

/** What bundled extensions call, and production keeps in services of its own. */
const helpfulPrograms = ['convert', 'rsvg-convert', 'diff3', 'gs', 'pdfinfo', 'pygmentize'];

/** Of MediaWiki (`PHPVersionCheck.php`) and of a wiki's database. */
const neededExtensions = [
  'ctype',
  'dom',
  'fileinfo',
  'iconv',
  'intl',
  'json',
  'mbstring',
  'mysqli',
  'xml',
  'xmlreader',
];

/** For scripts that run until they are told to end. */
const extensionsOf = { php: [...neededExtensions, 'pcntl'], 'php-fpm': neededExtensions };

/** Says in lines of `FACT VALUE` what an image has. Runs as root, in whatever the image calls a shell. */
export const lookScript = `
PATH="$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
for tree in ${stagePath}/php-*/; do
  [ -d "$tree" ] || continue
  name=\${tree%/}; name=\${name##*/}
  echo "tree $name"
  for file in includes/Defines.php vendor/autoload.php; do
    [ -e "$tree$file" ] || echo "missing $name/$file"
  done
done
for program in ${[...neededPrograms, ...helpfulPrograms, 'apache2', 'php-fpm'].join(' ')}; do
  if command -v "$program" > /dev/null; then echo "program $program"; fi
done
for file in ${Object.values(runtimeFiles).join(' ')}; do
  if [ -e "$file" ]; then echo "file $(sha256sum "$file")"; fi
done
command -v php > /dev/null || exit 0
echo "php $(php -n -r 'echo PHP_VERSION;')"
php -m 2>/dev/null | sed 's/^/php-extension /'
short=$(php -n -r 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;')
for name in "php-fpm$short" php-fpm "php-fpm\${short%.*}\${short#*.}"; do
  fpm=$(command -v "$name") || continue
  case "$("$fpm" -n -v 2>/dev/null)" in "PHP $short."*) ;; *) continue ;; esac
  echo "php-fpm $fpm"
  "$fpm" -m 2>/dev/null | sed 's/^/php-fpm-extension /'
  exit 0
done`;

/** Reads what `lookScript` printed; other lines are passed over. */
export function parseShape(output: string): ImageShape {
  const facts = Map.groupBy(output.split('\n').map(splitFact), ([name]) => name);
  const all = (name: string) => (facts.get(name) ?? []).map(([, value]) => value);
  const [php] = all('php');
  const [phpFpm] = all('php-fpm');
  return {
    trees: all('tree').filter((name) => versionOf(name) !== undefined),
    missingFiles: all('missing').filter((path) => versionOf(path.split('/')[0] ?? '') !== undefined),
    ...(php && { php }),
    ...(phpFpm && { phpFpm }),
    extensions: {
      php: all('php-extension').map((name) => name.toLowerCase()),
      'php-fpm': all('php-fpm-extension').map((name) => name.toLowerCase()),
    },
    programs: all('program'),
    files: Object.fromEntries(all('file').map((line) => line.split(/\s+/).reverse())),
  };
}

function splitFact(line: string): readonly [name: string, value: string] {
  const space = line.indexOf(' ');
  return space < 0 ? [line, ''] : [line.slice(0, space), line.slice(space + 1)];
}

/** All that must be in an image for environments of it, and is not; names, as a sentence can list them. */
export function missingIn(shape: ImageShape): readonly string[] {
  const { trees, missingFiles, php, phpFpm, programs } = shape;
  return [
    ...(trees.length === 0 ? [`${stagePath}/php-<version>/`] : []),
    ...missingFiles.map((path) => `${stagePath}/${path}`),
    ...(php === undefined ? ['php', 'php-fpm'] : []),
    ...(php !== undefined && phpFpm === undefined ? [`php-fpm of PHP ${php}`] : []),
    ...(php === undefined ? [] : missingExtensions(shape, 'php')),
    ...(phpFpm === undefined ? [] : missingExtensions(shape, 'php-fpm')),
    ...neededPrograms.filter((program) => !programs.includes(program)),
  ];
}

function missingExtensions({ extensions }: ImageShape, program: 'php' | 'php-fpm'): readonly string[] {
  return extensionsOf[program]
    .filter((name) => !extensions[program].includes(name))
    .map((name) => `the extension ${name} of ${program}`);
}

/** Programs without which some features fail. */
export function helpfulMissing({ programs }: ImageShape): readonly string[] {
  return helpfulPrograms.filter((program) => !programs.includes(program));
}

/** Whether the image has all that gm1 would add; `expected` has the hashes of the runtime's files by path. */
export function isComplete(shape: ImageShape, expected: Readonly<Record<string, string>>): boolean {
  const hasFiles = Object.entries(expected).every(([path, hash]) => shape.files[path] === hash);
  return hasFiles && ['apache2', 'php-fpm'].every((program) => shape.programs.includes(program));
}
