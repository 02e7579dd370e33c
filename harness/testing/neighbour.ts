import { execa } from 'execa';

/** A service in a network of its own beside the environments of a home, labelled as theirs are; it listens. */
export class Neighbour implements AsyncDisposable {
  readonly name: string;
  readonly alias = 'neighbour';
  readonly address: string;
  readonly port = 11211;

  private constructor(name: string, address: string) {
    this.name = name;
    this.address = address;
  }

  /** Of an image that has memcached. Its network has a way out, and the machine reaches it. */
  static async start(home: string, image: string): Promise<Neighbour> {
    const name = `gm1-neighbour-${process.pid}`;
    const labels = ['--label', 'gm1=neighbour', '--label', `gm1.home=${home}`];
    await execa('docker', ['network', 'create', ...labels, name]);
    const place = ['--network', name, '--network-alias', 'neighbour', '--user', 'nobody'];
    await execa('docker', ['run', '--detach', '--name', name, ...labels, ...place, image, 'memcached']);
    const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
    const { stdout } = await execa('docker', ['inspect', name, '--format', format]);
    const neighbour = new Neighbour(name, stdout.trim());
    const isUp = `until exec 3<> /dev/tcp/${neighbour.address}/${neighbour.port}; do sleep 0.05; done`;
    await execa('timeout', ['10', 'bash', '-c', isUp]);
    return neighbour;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await execa('docker', ['rm', '--force', this.name]);
    await execa('docker', ['network', 'rm', this.name]);
  }
}
