/** `uid:gid` of this process: who shall own what root of a container leaves in our folders. */
export function ownerOfFiles(): string {
  return `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`;
}
