import { expect, test } from 'vitest';
import type { Service } from '../../environment/provider.ts';
import { answeringNames } from './answer-names.ts';

const web: Service = {
  name: 'web',
  image: 'gm1/track:1',
  user: 'www-data',
  command: ['apache2', '-f', 'a file'],
  env: {},
  files: [],
  volumes: {},
  ports: [],
  ready: ['true'],
  after: [],
};

test('the command takes the place of the shell that has started the responder', () => {
  const [shell, option, script, responder, ...command] = answeringNames(web);
  expect([shell, option, script]).toEqual(['sh', '-c', '(perl -e "$0" &) 2> /dev/null; exec "$@"']);
  expect(responder).toContain('sockaddr_in(53, inet_aton("127.0.0.1"))');
  expect(command).toEqual(web.command);
});

test('beside a service that starts as root the responder has no right of root', () => {
  const [, , script] = answeringNames({ ...web, ports: [{ inside: 8101, outside: 20_001 }] });
  expect(script).toMatch(
    /^\(setpriv --reuid=www-data --regid="\$\(id -g www-data\)" .*--bounding-set=-all --no-new-privs perl -e "\$0" &\)/,
  );
});

test('a service without a user of its own, or that runs what its image says, stays as it is', () => {
  const { user: _, ...server } = web;
  expect(answeringNames(server)).toEqual(web.command);
  expect(answeringNames({ ...web, command: [] })).toEqual([]);
});
