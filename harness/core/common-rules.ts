import type { Rule } from './reduce-text.ts';

/**
 * Numbers and what is made of them. `#` stands for a number, a hash, an id, a version, an address or a random word: one
 * may look like the other. What stands in `<>` is kept.
 */
export const numberRules: readonly Rule[] = [
  [/https?:\/\/[^\s"'<>)\]]+/g, '<url>'],
  [/(?<![a-z0-9])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![a-z0-9])/gi, '#'],
  [/(?<![a-z0-9])(?:[0-9a-f]{10,}|(?=[a-f]*\d)[0-9a-f]{7,})(?![a-z0-9])/gi, '#'],
  // IPv6
  [/(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4})+(?![\w:])/gi, '#'],
  [
    /(?<![A-Za-z0-9<])\d+(?:[.,:]\d+)*(?:-wmf\.\d+)?(?:\s?(?:ms|s|sec|seconds?|minutes?|min|bytes|B|[KMG]i?B))?(?![A-Za-z0-9])/g,
    '#',
  ],
];

const file = String.raw`\.(?:php|inc|js|mjs|cjs|ts|lua|less|css|sql)`;
const address = String.raw`[^\s"'<>)\]]*`;

/** What else differs between two occurrences of one thing in any text. */
export const commonRules: readonly Rule[] = [
  [/(?:\/srv\/mediawiki|\/usr\/share\/mediawiki|\/var\/www\/html)\/(?:php-[^/\s]+\/)?/g, ''],
  [/(?<![\w-])php-(?:[\d#][\w.#-]*|master|next)\//g, ''],
  [/\/tmp\/[^\s"'<>)\]]+/g, '<temporary file>'],
  [new RegExp(String.raw`(${file})(?::[\d#]+(?::[\d#]+)?|\([\d#]+\)| (?:on|at) line [\d#]+)`, 'g'), '$1'],
  [
    new RegExp(
      String.raw`(?<![\w.-])(?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)+):[\d#]{1,5}(?![\w.])(?:/${address})?`,
      'g',
    ),
    '<url>',
  ],
  [/(?<![\w.@-])(?:[a-z0-9#-]+\.)+(?:org|com|net|info|example|invalid|test|wiki)(?![\w.-])/g, '<url>'],
  [/(?<![A-Za-z0-9])(?=(?:[A-Za-z]*\d){4})[A-Za-z0-9]{16,}(?![A-Za-z0-9])/g, '#'],
  [/(?<![A-Za-z0-9])(?=[A-Za-z]?[a-z]*\d)[A-Za-z0-9][a-z0-9]{5,}(?![A-Za-z0-9_])/g, '#'],
  [/(?<!<\d*)\d{3,}/g, '#'],
  [/#(?:(?:, ?|[.:])#)+/g, '#'],
];
