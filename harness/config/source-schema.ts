import { z } from 'zod';

export const debianSuite = z
  .string({ error: 'the name of a Debian suite' })
  .regex(/^[a-z][a-z0-9-]*$/, 'the name of a Debian suite, for example trixie')
  .meta({ description: 'A Debian suite', examples: ['trixie', 'sid'] });

/** A leading dash would be an option of git; `ext::` would be a program. */
const repositoryUrl = z
  .string({ error: 'the URL or path of a git repository' })
  .regex(
    /^(?:[a-z][a-z0-9+.-]*:\/\/\S+|(?:[\w.-]+@)?[\w.-]+:(?![:/])\S+|\.{0,2}\/.*)$/i,
    'the URL of a git repository, or a path that starts with /, ./ or ../',
  )
  .meta({
    description: 'A git repository: its URL, or its path (relative to this file)',
    examples: ['https://gerrit.wikimedia.org/r/mediawiki/core', '../core'],
  });

const branch = z
  .string({ error: 'a branch' })
  .regex(/^(?![-/])(?!.*(?:\.\.|\/\/|@\{))[^\s~^:?*[\\]+$/, 'a branch, a tag, another ref or a commit')
  .meta({ description: 'A branch, a tag, another ref or a commit', examples: ['wmf/next', 'REL1_43'] });

const checkoutPath = z
  .string({ error: 'the path of a checkout' })
  .regex(
    /^\w[\w.-]*(?:\/\w[\w.-]*)*$/,
    "the path of a checkout below MediaWiki's root, for example extensions/Echo",
  )
  .meta({ description: "Relative to MediaWiki's root", examples: ['extensions/Echo'] });

const repository = z.union(
  [
    repositoryUrl,
    z.strictObject({ url: repositoryUrl, branch: branch.optional() }, { error: 'a map with url' }),
  ],
  { error: 'a URL or {url: URL, branch: BRANCH}' },
);

/** By the name of the folder below `extensions/` or `skins/`. */
const repositories = z.record(z.string().regex(/^\w[\w.-]*$/, 'the name of a folder'), repository, {
  error: 'a map from name to URL',
});

const git = z.strictObject(
  {
    core: repositoryUrl,
    branch: branch.default('wmf/next'),
    fallback: branch.default('master').meta({ description: 'For repositories that lack the branch' }),
    submodules: z.boolean({ error: 'true or false' }).optional().meta({
      description:
        "Whether core's submodules are checked out; so unless vendor, extensions or skins are given",
    }),
    vendor: repository.optional(),
    extensions: repositories.optional(),
    skins: repositories.optional(),
    optional: z
      .array(checkoutPath, { error: 'a list of paths' })
      .default([])
      .meta({ description: 'Submodules and checkouts that may be absent' }),
    mirrors: z
      .record(z.string().regex(/^\S+$/, 'the start of a URL'), repositoryUrl, {
        error: 'a map from the start of a URL to what stands for it',
      })
      .default({})
      .meta({ description: 'What stands for the start of a URL; the longest start counts' }),
  },
  { error: 'a map with core' },
);

const patchFile = z
  .string({ error: 'the path of a patch file' })
  .min(1, 'the path of a patch file')
  .meta({ description: 'Relative to this file', examples: ['fix.patch'] });

const patch = z.union(
  [
    patchFile,
    z.strictObject(
      { file: patchFile, checkout: checkoutPath.optional() },
      { error: 'a map with file or ref' },
    ),
    z.strictObject(
      { ref: branch, checkout: checkoutPath.optional(), url: repositoryUrl.optional() },
      { error: 'a map with file or ref' },
    ),
  ],
  { error: 'the path of a patch file, {file: PATH, checkout: PATH} or {ref: REF, checkout: PATH, url: URL}' },
);

const patches = z
  .array(patch, { error: 'a list of patches' })
  .optional()
  .meta({ description: 'Applied on top, in this order' });

export const configName = z
  .string({ error: 'the name of a folder' })
  .regex(/^[a-z0-9][a-z0-9-]*$/i, 'the name of a folder beside this file or in environments/');

const onTop = {
  patches,
  config: configName
    .optional()
    .meta({ description: "The track's own configuration instead of the common one" }),
};

/**
 * Where a track's code comes from. The words of each `error` follow "expected" in the message to the user;
 * `explain-issues.ts` adds where and what was found.
 */
export const source = z
  .union(
    [
      z.strictObject({
        debian: z.strictObject({ suite: debianSuite }, { error: 'a map with suite' }),
        ...onTop,
      }),
      z.strictObject({
        directory: z
          .string({ error: 'a path' })
          .min(1, 'a path')
          .meta({
            description: "scap's layout or a bare MediaWiki checkout; relative to this file",
            examples: ['../mediawiki'],
          }),
        ...onTop,
      }),
      z.strictObject({ git, ...onTop }),
      z.strictObject({
        image: z
          .string({ error: 'the reference of an image' })
          .regex(/^[a-z0-9][\w./:@-]*$/i, 'the reference of an image, for example registry/name@sha256:…')
          .meta({
            description:
              'An image with production’s layout: /srv/mediawiki as scap stages it, php and php-fpm. Its own configuration does not run. By digest it is the same image at all times; a name without one may move',
            examples: ['registry.example.org/mediawiki@sha256:…', 'gm1/mediawiki:1.45.0-wmf.3-0123456789ab'],
          }),
        ...onTop,
      }),
    ],
    { error: 'one source: {debian: {suite: NAME}}, {directory: PATH}, {git: {core: URL}} or {image: REF}' },
  )
  .meta({ description: "Where the track's code comes from" });

export type SourceFile = z.infer<typeof source>;
