import { execa } from 'execa';

const listing = ['find . -type f -exec sha256sum {} +', 'find . -printf "%y %m %p %l\\n"'].join('\n');

/** Every file, link and folder of an image's staging directory, with modes and hashes, one line each and sorted. */
export async function imageContent(ref: string): Promise<readonly string[]> {
  return (await inImage(ref, listing)).split('\n').sort();
}

/** A file of an image's staging directory. */
export function fileInImage(ref: string, path: string): Promise<string> {
  return inImage(ref, `cat '${path}'`);
}

/** SHA-256 by path of the files below a folder of an image's staging directory. */
export async function hashesInImage(ref: string, folder: string): Promise<ReadonlyMap<string, string>> {
  const lines = (await inImage(ref, `cd '${folder}'; find . -type f -exec sha256sum {} +`)).split('\n');
  return new Map(lines.map((line) => [line.slice(68), line.slice(0, 64)]));
}

async function inImage(ref: string, script: string): Promise<string> {
  const options = ['--rm', '--network=none', '--user=root', '--workdir=/srv/mediawiki', '--entrypoint=sh'];
  const { stdout } = await execa('docker', ['run', ...options, ref, '-euc', script], { maxBuffer: 1e9 });
  return stdout;
}
