import { constants } from 'node:fs';
import { chmod, chown, copyFile, lstat, mkdir, readdir, readlink, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account.js';

export interface CopyOptions {
  /** Given to every copy, when it is not our own. */
  readonly owner?: Account | undefined;
  /** Lets everybody read the copies, and enter and run what the owner can. */
  readonly forAll?: boolean;
  readonly skip?: (name: string) => boolean;
}

/** Copies a folder and all below it; the target must not be there. */
export async function copyTree(source: string, target: string, options: CopyOptions): Promise<void> {
  const found = await lstat(source);
  if (found.isSymbolicLink()) return symlink(await readlink(source), target);
  if (found.isDirectory()) {
    await mkdir(target);
    const names = await readdir(source);
    const wanted = names.filter((name) => !options.skip?.(name));
    await Promise.all(wanted.map((name) => copyTree(join(source, name), join(target, name), options)));
  } else {
    await copyFile(source, target, constants.COPYFILE_FICLONE);
  }
  await chmod(target, options.forAll ? readableByAll(found.mode) : found.mode & 0o7777);
  if (options.owner) await chown(target, options.owner.uid, options.owner.gid);
}

function readableByAll(mode: number): number {
  return (mode & 0o100) === 0 ? 0o644 : 0o755;
}
