import { commonRules, numberRules } from './common-rules.ts';
import type { Rule } from './reduce-text.ts';

/** What goes before all else: it depends on white space, or on a number that counts. */
export const firstLogRules: readonly Rule[] = [
  // MediaWiki puts the request's id and URL before the message of every exception.
  [/^\[[^\]\s]*\]\s+(?:\[no req\]|\S+)\s{2,}/, ''],
  [/^\[\{reqId\}\] \{exception_url\}\s+/, ''],
  [/\bA database query error has occurred\. .*? for more information\.\s+/s, ''],
  [/\n(?:Stack trace:|#0 ).*$/s, ''],
  // The number of an error of SQL, of curl or of the web is the very point.
  [/\b([Ee]rror |errno |SQLSTATE\[?|[Ss]tatus(?: code)? |HTTP )(\d{1,5})\b(?![\].\d])/g, '$1<$2>'],
  ...numberRules,
];

/** The words of the database around what it was given. */
const sqlRules: readonly Rule[] = [
  [/\bQuery: (?!…$).*$/s, 'Query: …'],
  [/(?<=right syntax to use near ')(?!'|…).*?(?=' at line #)/gs, '…'],
  [/(?<=Duplicate entry ')(?!…).*?(?=' for key )/gs, '…'],
  [/(?<=[Ii]ncorrect \w+ value: ')(?!…).*?(?=' for (?:column|function))/gs, '…'],
  [/(?<=Table ['`])[\w-]+(?:\.|`\.`)(?=[^'`]*['`] doesn't exist)/g, ''],
];

const fileFailures =
  '(?:Failed to open|No such file|File exists|Permission denied|Is a directory|Not a directory|Directory not empty)';

/** The words of PHP and its libraries around what they were given. */
const phpRules: readonly Rule[] = [
  [new RegExp(String.raw`\b(\w+\()(?!\)|…).*?(?=\): ${fileFailures})`, 'gs'), '$1…'],
  [/(?<=[Ff]ailed opening (?:required )?)'(?!…').*?'(?= (?:for inclusion )?\(include_path)/gs, "'…'"],
  [/\(include_path=.*?\)/gs, '(…)'],
  [/(?<=\bstat failed for |Failed to parse time string |Unknown or bad timezone )(?!…$).*$/s, '…'],
  [/(?<=Unknown modifier )'.'/g, "'…'"],
  [/\bTag (?!…)\S+ (?=invalid in Entity)/g, 'Tag … '],
  [/\b(?:was|were) (?=provided)/g, ''],
  [/\bArray \( .*$/s, 'Array …'],
  [/\{closure[^}]*\}/g, '{closure}'],
  [/(class@anonymous)\S+/g, '$1'],
];

/** Nouns that are followed by which one: `user Alice`, `page (Main Page)`. */
const things =
  '(?:[Uu]sers?|[Uu]ser ?name|[Aa]ccounts?|[Pp]ages?|[Tt]itles?|[Ff]iles?|[Rr]evisions?|[Cc]ategor(?:y|ies)|[Tt]emplates?|[Aa]rticles?)';

/** Nouns that are followed by what somebody gave, rather than by a name that code has. */
const given = `(?:${things}|value|timestamp|expiry|date|time|e-?mail|address|URL|namespace|string|text|input|token|language|encoding|time ?zone|entry|section|summary|comment)`;

/** Nouns of what may be invalid for what somebody gave. */
const invalid = `(?:${given}|characters?|name|IP|code|data|ID|key|format|JSON|range|tag|model|path)`;

/** A quoted identifier says what is wrong; a quoted title, name or sentence says where it went wrong this time. */
const quotationRules: readonly Rule[] = [
  [/\[\[[^\]]*\]\]/g, '[[…]]'],
  [/"[^"]*" (?=is not a valid )/g, '"…" '],
  [new RegExp(String.raw`\b(${given}) (["'])(?!…\2)[^"'\n]*\2`, 'g'), '$1 $2…$2'],
  [/"(?=[^"]*[\s/#<]|[^"]*[^\x20-\x7e"])[^"]*"/g, '"…"'],
  [/(?<!\w)'(?=[^'\n]*[\s/#<]|[^'\n]*[^\x20-\x7e'])[^'\n]*'(?!\w)/g, "'…'"],
  [/"…"[^\s"]+"…"/g, '"…"'],
];

const namespaces =
  '(?:Talk|User|Project|File|MediaWiki|Template|Help|Category|Module|Draft|Gadget|TimedText)(?:[ _][Tt]alk)?';
const media =
  '(?:png|jpe?g|gif|svg|webp|webm|og[agv]|opus|mp[#34]|wav|flac|tiff?|pdf|djvu|stl|xcf|ico|midi?|tmp|zip)';
/** A word that is not one of the sentence: capital, or reduced already; not `Class::method` or `Error:`. */
const nameWord = String.raw`(?:[A-Z~](?![A-Z]*\b[:(])[^\s\\:(]*|[^\s:("'[\]]*[#…][^\s:("'[\]]*)`;

/** Words after which the name of a page, a user, a file … stands. */
const leads = `${things}|of|for|by|from|to|save|load|find|open|read|move|delete|parse|render|fetch|edit|restore`;

/** Words that come after such a name. */
const followers =
  'of|is|are|was|were|has|have|had|does|do|did|cannot|could|can|in|at|on|to|from|for|with|by|not|because|and|failed|fails';
const nameEnd = String.raw`(?=[.,:;]? (?:${followers})\b| \[|[.,:;]?$|[,:;] )`;

/** No name of code, such as `Title::newFromText`, `$wgScript`, `wfMessage()` or `MediaWiki\Title`. */
const plainWord = String.raw`(?!\S*(?:::|[\\$(){}=<>[\]]))\S+`;

/** What a page, a user, a file or a value is called is data, also when it is not quoted. */
const nameRules: readonly Rule[] = [
  [
    new RegExp(
      String.raw`(?<!instance )\b(${leads}) (?!…${nameEnd})(?=[A-Z…#~]|\P{ASCII})${plainWord}(?: (?!(?:${followers})\b)(?:\([^()]*\)|${plainWord})){0,7}?${nameEnd}`,
      'gu',
    ),
    '$1 …',
  ],
  [
    new RegExp(
      String.raw`\b([Ii]nvalid|[Mm]alformed|[Ii]llegal)((?: [a-z-]+){0,2} ${invalid})(?:: | - | )(?!…)(?=["'<A-Z]|\S+$|.*!$).*$`,
      's',
    ),
    '$1$2 …',
  ],
  [
    new RegExp(
      String.raw`\b(The (?:given )?(?:${given}|name) )(?!…).+?(?= (?:should|must|is|are|does|do|has|cannot|could|was)\b)`,
      'g',
    ),
    '$1…',
  ],
  [/\bmwstore:\/\/\S+/g, '<file>'],
  [/\b(?:text|image|audio|video|application|font|multipart)\/[^\s"',;<>()]+/g, '<media type>'],
  [
    new RegExp(
      String.raw`(?<![\w"'./])(?!extensions/|skins/|resources/|includes/)[^\s"'<>()]+\.${media}\b`,
      'gi',
    ),
    '<file>',
  ],
  [new RegExp(String.raw`(?<![\w\\/])${namespaces}:(?!:)[^\s:"'(),]\S*?(?=[.,;:)]*(?:\s|$))`, 'g'), '…'],
  [new RegExp(String.raw`\b(${things} )\((?!…)[^()]+\)`, 'g'), '$1(…)'],
  [
    new RegExp(String.raw`\b(${things} )(?:${nameWord}(?:\s+(?=[A-Z~#…])|(?=[\s.,;:]|$)))+(?<!\s)`, 'g'),
    '$1…',
  ],
  [/(?<![^\s([:=,"'])[^\s"']*(?![…“”‘’«»–—·×])\P{ASCII}[^\s"']*/gu, '…'],
];

/** What differs between two occurrences of a fault in what MediaWiki, PHP, the database and browsers say of it. */
export const logRules: readonly Rule[] = [
  ...sqlRules,
  ...phpRules,
  // runJobs names the job's page and parameters before what became of it.
  [/^(\w+) \S.*? t=(?:#|\{job_duration\}) error=/s, '$1 … error='],
  ...quotationRules,
  ...nameRules,
  // Code that was moved into a namespace is the same code.
  [/(?<![\w\\])\??MediaWiki\\(?:(?!Extension\\|Skins?\\)[A-Z]\w*\\)*(?=[A-Z]\w*)/g, ''],
  ...commonRules,
  [/\b\w'…/g, '…'],
  [/…(?:[ ,]+[…#]| \([^()]*\))+/g, '…'],
];
