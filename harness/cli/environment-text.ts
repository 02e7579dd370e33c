import { formatSeconds } from '../../reports/model/measures.ts';
import type { Account, EnvironmentRecord } from '../core/environment-record.ts';

/** An environment's track for a person: its wikis, its accounts and until when it stays. */
export function environmentText(record: EnvironmentRecord): string {
  return [...trackLines(record), `  kept until ${record.lease.expires}; "gm1 down" removes it`, ''].join(
    '\n',
  );
}

/** What there is to know of a track: how it is, its wikis and its accounts. */
export function trackLines(record: EnvironmentRecord): readonly string[] {
  const width = Math.max(...record.wikis.map(({ dbname }) => dbname.length));
  return [
    `${record.name} · ${record.track} · ${record.state} (ready in ${formatSeconds(record.readySeconds)})`,
    ...(record.forcedVersion === undefined ? [] : [`  every wiki runs MediaWiki ${record.forcedVersion}`]),
    ...record.wikis.map(({ dbname, url, lang }) => `  ${dbname.padEnd(width)}  ${url}/wiki/  (${lang})`),
    ...record.accounts.map((account) => `  ${account.persona.padEnd(width)}  ${accountText(account)}`),
    ...(record.absentPersonas ?? []).map(({ persona, why }) => `  ${persona.padEnd(width)}  none: ${why}`),
  ];
}

/** Who it is and where the secrets are; never the secrets. */
export function accountText({ name, passwordFile, secondFactor }: Account): string {
  const second = secondFactor ? `, one-time codes in ${secondFactor.recoveryCodesFile}` : '';
  return `${name}, password in ${passwordFile}${second}`;
}
