import { isIPv6 } from 'node:net';

export interface KnownNames {
  /** Of people, wherever they stand. */
  readonly real: readonly string[];
  /** Of accounts that gm1 made: they are nobody's and say what happened. */
  readonly synthetic: readonly string[];
  /** Ids that look like secrets and are none: of requests, commits and runs. */
  readonly ids: readonly string[];
}

/**
 * Takes personal data out of a text of a wiki: addresses of computers and of people, session ids, tokens, passwords,
 * names of accounts but for those that gm1 made, and the home of whoever ran it. What it leaves behind says what was
 * there. Production's own rule: a trace is personal data, only a sanitised one goes public.
 */
export function redactor(known: KnownNames): (text: string) => string {
  const rules = [...secretRules(known), ...addressRules, ...nameRules(known)];
  return (text) => rules.reduce((rest, rule) => rule(rest), text);
}

type Rule = (text: string) => string;

function replacing(pattern: RegExp, replacement: string): Rule {
  return (text) => text.replaceAll(pattern, replacement);
}

const secretKey = String.raw`[\w.-]*(?:session|token|passw(?:or)?d|passwd|retype|secret|signature|api_?key)[\w.-]*`;

function secretRules({ ids }: KnownNames): readonly Rule[] {
  const kept = new Set(ids);
  return [
    replacing(/((?:set-)?cookie|authorization)(\s*:\s*)[^\n]+/gi, '$1$2<secret>'),
    replacing(new RegExp(`(${secretKey}=)(?!<)[^\\s&;,"')\\]]+`, 'gi'), '$1<secret>'),
    replacing(new RegExp(`(["']${secretKey}["']\\s*(?::|=>)\\s*["'])[^"']+`, 'gi'), '$1<secret>'),
    replacing(/\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g, '<secret>'),
    // MediaWiki's tokens end in `+\`; its session ids are 32 digits to the base 32, its other secrets longer.
    (text) =>
      text.replaceAll(/(?<![\w-])[0-9a-v]{32,}(?:\+\\|%2B%5C)?(?![\w-])/g, (word) =>
        kept.has(word) || !/\d/.test(word) || !/[a-v]/.test(word) ? word : '<secret>',
      ),
    (text) =>
      text.replaceAll(/(?<![\w-])(?=(?:[A-Za-z_-]*\d){4})[\w-]{40,}(?![\w-])/g, (word) =>
        kept.has(word) ? word : '<secret>',
      ),
  ];
}

const octet = String.raw`(?:25[0-5]|2[0-4]\d|1?\d?\d)`;

const addressRules: readonly Rule[] = [
  replacing(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '<e-mail address>'),
  (text) =>
    text.replaceAll(/(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:\.\d{1,3}){0,3}(?![\w:])/gi, (word) =>
      isIPv6(word) && /\d/.test(word) ? '<IP address>' : word,
    ),
  replacing(new RegExp(String.raw`(?<![\w.-])${octet}(?:\.${octet}){3}(?![\w.-]|\.\d)`, 'g'), '<IP address>'),
];

/** A name may have spaces in it, and a sentence may go on behind it: some words too many go rather than one too few. */
const word = String.raw`[^\s|\[\]&?#/"'<>:,;()]+`;
const name = String.raw`${word}(?: (?!\S*:)${word}){0,3}`;

/** Where a wiki's texts and addresses name an account, in English and Hebrew. */
const namePlaces: readonly RegExp[] = [
  new RegExp(String.raw`((?:\bUser(?:[ _]talk)?|משתמשת?|שיחת[ _]משתמשת?):)(${name})`, 'g'),
  /(\bSpecial:(?:Contributions|Block|Log|UserRights|EmailUser)\/)([^\s|\]&?#/"'<>]+)/g,
  /([?&](?:user|username|wpName|wpUsername|lgname|wpTarget|target|usertarget|ucuser|ususers|auser)=)([^\s&#"'<>]+)/gi,
  /("(?:user|username|user_name|user_text|actor_name|performer)"\s*:\s*")([^"\n]+)/gi,
  /(\b[Uu]ser(?:name)? ["'])([^"'\n]+)/g,
];

function nameRules({ real, synthetic }: KnownNames): readonly Rule[] {
  const replaceName = (whole: string, before: string, name: string) =>
    isMade(plainName(name), synthetic) ? whole : `${before}<user name>`;
  return [
    replacing(/(\/(?:home|Users)\/)[^/\s:"'<]+/g, '$1<user name>'),
    replacing(/~20\d\d-\d+(?:-\d+)*/g, '<user name>'),
    ...namePlaces.map(
      (place): Rule =>
        (text) =>
          text.replaceAll(place, replaceName),
    ),
    ...real.filter(isPersonal).map((name) => replacing(wordOf(name), '<user name>')),
  ];
}

function plainName(name: string): string {
  return name.replaceAll(/[_+]|%20/g, ' ').trim();
}

/** Whether it begins with an account of gm1's, or with one of a test: these end in ten random digits. */
function isMade(name: string, synthetic: readonly string[]): boolean {
  const isOurs = synthetic.some((own) => name === own || name.startsWith(`${own} `));
  return isOurs || /^(?:\S+ ){0,3}[0-9a-f]{10}(?: |$)/i.test(name);
}

const systemAccounts: ReadonlySet<string> = new Set([
  'root',
  'www-data',
  'nobody',
  'runner',
  'node',
  'user',
  'run',
]);

function isPersonal(name: string): boolean {
  return name.length > 2 && !systemAccounts.has(name);
}

function wordOf(name: string): RegExp {
  return new RegExp(
    `(?<![\\p{L}\\p{N}_])${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}_])`,
    'gu',
  );
}
