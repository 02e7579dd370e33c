import type { Endpoints } from '../core/endpoint.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';

/** The environment variables that wdio-mediawiki reads: one wiki, the first of shape wikipedia if none is named, and its sysop. */
export function mediaWikiVariables(
  endpoints: Endpoints,
  dbname?: string,
): Outcome<Readonly<Record<string, string>>> {
  const { wikis, accounts, scriptPath, environment } = endpoints;
  const named = wikis.find((candidate) => candidate.dbname === dbname);
  const wiki = named ?? wikis.find(({ shape }) => shape === 'wikipedia') ?? wikis[0];
  const sysop = accounts.find(({ persona }) => persona === 'sysop');
  if (!wiki || !sysop) {
    return failed({
      kind: 'infrastructure',
      what: `The environment ${environment} has no ${wiki ? 'sysop' : 'wiki'} for wdio-mediawiki.`,
      next: `Make it anew: "gm1 down --environment ${environment}", then "gm1 up".`,
    });
  }
  return ok({
    MW_SERVER: wiki.url,
    MW_SCRIPT_PATH: scriptPath,
    MEDIAWIKI_USER: sysop.name,
    MEDIAWIKI_PASSWORD: sysop.password,
  });
}
