import { describe, expect, test } from 'vitest';
import { placeWikis, planEnvironment, planSeed } from './plan-environment.ts';
import type { Plan } from './provider.ts';
import { accountNames, makeSecrets } from './secrets.ts';
import { serviceNames } from './services.ts';

const definitions = [
  { dbname: 'testwiki', lang: 'en', shape: 'wikipedia' },
  { dbname: 'testcommonswiki', lang: 'he', shape: 'commons' },
] as const;

const secrets = {
  databasePassword: 'DB-PASSWORD',
  secretKey: 'SECRET-KEY',
  passwords: {
    ...makeSecrets().passwords,
    sysop: 'SYSOP-PASSWORD',
    user: 'USER-PASSWORD',
    bot: 'BOT-PASSWORD',
  },
  secondFactor: { secret: 'TOTP-SECRET', recoveryCodes: ['CODE1', 'CODE2', 'CODE3', 'CODE4', 'CODE5'] },
};

function input(track: 'train' | 'next') {
  return {
    environment: 'demo',
    track,
    trackImage: 'gm1/track:1',
    servicesImage: 'gm1/services:1',
    seedImage: 'gm1/seed:1',
    wikis: placeWikis(track, definitions, [20_001, 20_002]),
    secrets,
  };
}

function contentOf(plan: Plan, service: string, path: string): string {
  const file = plan.services.find(({ name }) => name === service)?.files.find((each) => each.path === path);
  return file?.content ?? 'no such file';
}

describe('the plan of an environment', () => {
  const plan = planEnvironment(input('next'));

  test('is as it was', () => {
    expect({
      ...plan,
      services: plan.services.map(({ files, ...service }) => ({
        ...service,
        files: files.map(({ path, mode }) => `${path} ${mode.toString(8)}`),
      })),
    }).toMatchSnapshot();
  });

  test('has the services by which its state is told', () => {
    expect(plan.services.map(({ name }) => name)).toEqual([...serviceNames]);
  });

  test('forces a version on all that runs MediaWiki, and only when one is given', () => {
    const forcing = ({ services }: Plan) =>
      services.filter(({ env }) => env.FORCE_MW_VERSION === '1.43.9').map(({ name }) => name);
    expect(forcing(plan)).toEqual([]);
    const forced = planEnvironment({ ...input('next'), forceVersion: '1.43.9' });
    expect(forcing(forced)).toEqual(['app', 'debug', 'web', 'jobrunner']);
    expect(forcing(planSeed({ ...input('next'), forceVersion: '1.43.9' }))).toEqual(['app']);
  });

  test('serves from an image with Apache where that of the track has none', () => {
    const { services } = planEnvironment({ ...input('next'), webImage: 'gm1/web:1' });
    const images = services.map(({ name, image }) => [name, image]);
    expect(Object.fromEntries(images)).toMatchObject({
      app: 'gm1/track:1',
      jobrunner: 'gm1/track:1',
      web: 'gm1/web:1',
    });
  });

  test('gives PHP the farm as it expects it', () => {
    expect(JSON.parse(contentOf(plan, 'app', '/etc/gm1/farm.json'))).toEqual({
      environment: 'demo',
      track: 'next',
      cookiePrefix: expect.stringMatching(/^gm1_[0-9a-f]{8}_next_$/),
      wikis: {
        testwiki: { url: 'http://127.0.0.1:20001', lang: 'en', shape: 'wikipedia' },
        testcommonswiki: { url: 'http://127.0.0.1:20002', lang: 'he', shape: 'commons' },
      },
    });
  });

  test('gives the PHP services one farm and one set of secrets', () => {
    for (const service of ['debug', 'web', 'jobrunner']) {
      for (const path of ['/etc/gm1/farm.json', '/etc/gm1/secrets.json']) {
        expect(contentOf(plan, service, path)).toBe(contentOf(plan, 'app', path));
      }
    }
  });

  test('sets every password of every wiki, and shows none of them', () => {
    const sql = contentOf(plan, 'database', '/etc/gm1/init.sql');
    const updates = sql.split('\n').filter((line) => line.startsWith('UPDATE'));
    expect(updates.map((line) => line.replace(/:pbkdf2:[^']*/, 'HASH'))).toEqual(
      Object.values(accountNames).flatMap((name) =>
        ['testwiki', 'testcommonswiki'].map(
          (dbname) =>
            `UPDATE \`${dbname}\`.user SET user_password = 'HASH', user_password_expires = NULL WHERE user_name = '${name}';`,
        ),
      ),
    );
    expect(sql).not.toMatch(/(SYSOP|USER|BOT)-PASSWORD/);
  });

  test('has a database on x1 for each wiki, and no passwords of accounts', () => {
    const sql = contentOf(plan, 'database', '/etc/gm1/init-x1.sql');
    expect(sql).toContain("IDENTIFIED BY 'DB-PASSWORD'");
    expect(sql.match(/DATABASE IF NOT EXISTS `\w+`/g)).toEqual([
      'DATABASE IF NOT EXISTS `testwiki`',
      'DATABASE IF NOT EXISTS `testcommonswiki`',
    ]);
    expect(sql).not.toContain('user_password');
  });

  test('puts the second factor of the environment in the place of the one of the seed, where there is one', () => {
    for (const path of ['/etc/gm1/init.sql', '/etc/gm1/init-x1.sql']) {
      const lines = contentOf(plan, 'database', path).split('\n');
      const statements = lines.filter((line) => line.includes('TOTP-SECRET'));
      expect(statements).toHaveLength(4);
      for (const statement of statements) {
        expect(statement).toMatch(/^SET @statement = IF\(EXISTS .*'CODE5'\)", "DO 0"\);$/);
        expect(lines[lines.indexOf(statement) + 1]).toBe('EXECUTE IMMEDIATE @statement;');
      }
    }
  });

  test('serves each wiki on its own port', () => {
    expect(contentOf(plan, 'edge', '/etc/gm1/edge/testwiki.conf')).toContain('listen 8101;');
    expect(contentOf(plan, 'edge', '/etc/gm1/edge/testcommonswiki.conf')).toContain('listen 8102;');
  });
});

test('the tracks differ in host and in names of cookies', () => {
  const [train, next] = (['train', 'next'] as const).map((track) =>
    JSON.parse(contentOf(planEnvironment(input(track)), 'app', '/etc/gm1/farm.json')),
  );
  expect(train.wikis.testwiki.url).toBe('http://localhost:20001');
  expect(next.wikis.testwiki.url).toBe('http://127.0.0.1:20001');
  expect(train.cookiePrefix).not.toBe(next.cookiePrefix);
});

test('a seed is made from an empty server, without what serves pages', () => {
  const plan = planSeed(input('next'));
  expect(plan.services.map(({ name, image }) => [name, image])).toEqual([
    ['database', 'gm1/services:1'],
    ['memcached', 'gm1/services:1'],
    ['app', 'gm1/track:1'],
  ]);
  expect(contentOf(plan, 'database', '/etc/gm1/init.sql')).not.toContain('UPDATE');
});
