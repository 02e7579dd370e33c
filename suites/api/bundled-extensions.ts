/**
 * What Debian's MediaWiki 1.43 bundles, by the names that Special:Version shows. Checked in, so that one
 * that a build lost, or that failed to load, is missed.
 */
export const bundledExtensions: readonly string[] = [
  'Abuse Filter',
  'CategoryTree',
  'Cite',
  'CiteThisPage',
  'CodeEditor',
  'ConfirmEdit',
  'DiscussionTools',
  'Echo',
  'Gadgets',
  'ImageMap',
  'InputBox',
  'Interwiki',
  'Linter',
  'LoginNotify',
  'Math',
  'MultimediaViewer',
  'Nuke',
  'OATHAuth',
  'PageImages',
  'ParserFunctions',
  'PDF Handler',
  'Poem',
  'Replace Text',
  'Scribunto',
  'SecureLinkFixer',
  'SpamBlacklist',
  'SyntaxHighlight',
  'TemplateData',
  'TextExtracts',
  'Thanks',
  'TitleBlacklist',
  'VisualEditor',
  'WikiEditor',
];

export const bundledSkins: readonly string[] = ['minerva', 'monobook', 'timeless', 'vector', 'vector-2022'];
