import { describe, expect, test } from 'vitest';
import { type FakeMachine, type FakeMachineParts, fakeMachine } from '../testing/fake-machine.ts';
import type { EngineAnswer } from './ask-engine.ts';
import { containerEngine } from './container-engine.ts';
import { engineAddresses } from './find-engine.ts';

const docker: EngineAnswer = {
  kind: 'answers',
  name: 'Docker',
  version: '28.1',
  directory: '/var/lib/docker',
};
const socket = 'unix:///var/run/docker.sock';
const podman = 'unix:///run/podman/podman.sock';
const refused: EngineAnswer = { kind: 'refused' };
const silent: EngineAnswer = { kind: 'silent', why: 'connect ECONNREFUSED' };

describe('detects', () => {
  test.each<[string, FakeMachineParts, string]>([
    ['Docker', { engines: { [socket]: docker } }, 'found: Docker 28.1 at unix:///var/run/docker.sock'],
    [
      'Podman beside a Docker that refuses',
      { engines: { [socket]: refused, [podman]: { ...docker, name: 'Podman' } } },
      'found: Podman 28.1 at unix:///run/podman/podman.sock',
    ],
    [
      'an engine that lets only its group in',
      { engines: { [socket]: refused }, authority: 'none' },
      'unusable: an engine listens at unix:///var/run/docker.sock but does not let ada in; ' +
        'sudo usermod -aG docker ada, then log out and in again',
    ],
    [
      'a socket that nobody serves any more',
      { engines: { [socket]: silent }, programs: ['dockerd'] },
      'missing: unix:///var/run/docker.sock: connect ECONNREFUSED; service docker start',
    ],
    ['nothing on Debian', {}, 'missing: no Docker or Podman socket answers; apt-get install docker.io'],
    [
      'nothing on Debian, as a plain user',
      { authority: 'none' },
      'missing: no Docker or Podman socket answers; sudo apt-get install docker.io',
    ],
    [
      'nothing on another Linux',
      { platform: 'linux' },
      'missing: no Docker or Podman socket answers; ' +
        'sudo dnf install podman && systemctl --user enable --now podman.socket',
    ],
    [
      'nothing on macOS',
      { platform: 'macos' },
      'missing: no Docker or Podman socket answers; brew install colima docker && colima start',
    ],
    [
      'nothing at DOCKER_HOST, whatever else answers',
      { env: { DOCKER_HOST: 'tcp://127.0.0.1:9' }, engines: { [socket]: docker } },
      'missing: no Docker or Podman socket answers; start the engine at tcp://127.0.0.1:9, or unset DOCKER_HOST',
    ],
  ])('%s', async (_, parts, expected) => {
    const detection = await containerEngine.detect(fakeMachine(parts));
    const mend = detection.state === 'found' ? '' : `; ${detection.mend}`;
    expect(`${detection.state}: ${detection.detail}${mend}`).toBe(expected);
  });
});

describe('is not installed', () => {
  test.each<[string, FakeMachineParts]>([
    ['on macOS', { platform: 'macos' }],
    ['on another Linux', { platform: 'linux' }],
    ['without the right to', { authority: 'none' }],
    ['when DOCKER_HOST names another', { env: { DOCKER_HOST: 'tcp://127.0.0.1:9' } }],
  ])('%s', async (_, parts) => {
    const machine = fakeMachine(parts);
    expect(containerEngine.install?.(machine, await containerEngine.detect(machine))).toBeUndefined();
  });
});

describe('is mended', () => {
  const known = { 'apt-cache policy': () => ({ stdout: 'docker.io:\n  Candidate: 28\n' }) };
  const answer = (machine: FakeMachine) => machine.engines.set(socket, docker);

  test('by apt, and started without a service manager', async () => {
    const machine = fakeMachine({ commands: known, onDaemon: answer });
    expect(await mend(machine)).toEqual({ ok: true });
    expect(machine.ran.filter((line) => line.includes('apt-get'))).toEqual([
      expect.stringMatching(/^env DEBIAN_FRONTEND=noninteractive apt-get .* docker\.io$/),
    ]);
    expect(machine.daemons).toEqual(['dockerd']);
  });

  test('by the service manager when it is there but does not run', async () => {
    const machine = fakeMachine({
      programs: ['dockerd'],
      commands: {
        'systemctl is-system-running': () => ({ exitCode: 1, stdout: 'degraded\n' }),
        'systemctl start docker': (self) => {
          answer(self);
          return {};
        },
      },
    });
    expect(await mend(machine)).toEqual({ ok: true });
    expect(machine.ran).toEqual(['systemctl is-system-running', 'systemctl start docker']);
    expect(machine.daemons).toEqual([]);
  });

  test('by letting in a user who may use sudo', async () => {
    const machine = fakeMachine({ authority: 'sudo', engines: { [socket]: refused }, programs: ['setfacl'] });
    expect(await mend(machine)).toEqual({ ok: true });
    expect(machine.ran).toEqual([
      'sudo -n usermod -aG docker ada',
      'sudo -n setfacl --modify user:ada:rw /var/run/docker.sock',
    ]);
  });

  test('by starting it and letting in a user who may use sudo, and waiting until it answers', async () => {
    let asked = 0;
    const machine = fakeMachine({
      authority: 'sudo',
      programs: ['dockerd', 'setfacl'],
      commands: {
        'sudo -n setfacl': (self) => {
          self.engines.set(socket, silent);
          return {};
        },
      },
      onDaemon: (self) => self.engines.set(socket, refused),
    });
    const impatient = {
      ...machine,
      wait: async () => {
        asked += 1;
        answer(machine);
      },
    };
    expect(await mend(impatient)).toEqual({ ok: true });
    expect(machine.daemons).toEqual(['sudo -n /usr/bin/dockerd']);
    expect(asked).toBe(1);
  });

  test.each([
    ['that never answers', false, 'but did not answer within 60 s.', 60],
    ['that ends', true, 'but ended at once.', 0],
  ])('not by a daemon %s: it says where its log is', async (_, daemonEnds, end, seconds) => {
    const machine = fakeMachine({ programs: ['dockerd'], daemonEnds });
    expect(await mend(machine)).toEqual({
      ok: false,
      kind: 'infrastructure',
      what: `The Docker daemon was started at unix:///var/run/docker.sock ${end}`,
      next: expect.stringContaining('/project/.gm1/dockerd.log'),
    });
    expect(machine.clock.seconds()).toBeCloseTo(seconds);
  });

  test('not when apt fails: it says what apt said last', async () => {
    const machine = fakeMachine({
      commands: {
        ...known,
        'env DEBIAN_FRONTEND': () => ({ exitCode: 100, stderr: 'E: Unable to fetch some archives\n' }),
      },
    });
    expect(await mend(machine)).toMatchObject({ ok: false, why: 'E: Unable to fetch some archives' });
    expect(machine.daemons).toEqual([]);
  });
});

describe('engineAddresses', () => {
  test('looks for rootless sockets of this user', () => {
    const addresses = engineAddresses(fakeMachine({ env: { XDG_RUNTIME_DIR: '/run/user/7' } }));
    expect(addresses).toEqual([
      socket,
      'unix:///run/user/7/docker.sock',
      'unix:///run/user/7/podman/podman.sock',
      podman,
    ]);
  });

  test('looks for the machines of macOS', () => {
    const addresses = engineAddresses(fakeMachine({ platform: 'macos' }));
    expect(addresses).toContain('unix:///home/ada/.colima/default/docker.sock');
  });
});

async function mend(machine: FakeMachine) {
  const installation = containerEngine.install?.(machine, await containerEngine.detect(machine));
  const outcome = await installation?.run();
  return outcome?.ok === false ? { ok: false, ...outcome.failure } : { ok: outcome?.ok };
}
