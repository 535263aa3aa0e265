import { chmod, lstat, mkdir, realpath, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * True when every user can enter the folder and all above it; a folder that is not there yet is judged by those
 * that are.
 */
export async function isOpenToAll(folder: string): Promise<boolean> {
  let at = await nearestFolder(folder);
  for (;;) {
    if (((await stat(at)).mode & 0o001) === 0) return false;
    const parent = dirname(at);
    if (parent === at) return true;
    at = parent;
  }
}

async function nearestFolder(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return nearestFolder(dirname(folder));
  }
}

/**
 * A folder of ours under the first of the system's temporary folders that all users can enter. Others can write there
 * too, so one that is not ours, or that others may write to, is refused: it could hold another's programs.
 */
export async function cacheFolder(
  name: string,
  ownUid: number,
  preferred: readonly string[] = [tmpdir()],
): Promise<string> {
  const folder = join(await openTemporaryFolder(preferred), `${name}-u${ownUid}`);
  await mkdir(folder, { recursive: true });
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== ownUid) {
    throw new Error(`Expected ${folder} to be a folder of user ${ownUid}, belongs to ${found.uid}; remove it.`);
  }
  // Also undoes a narrow umask, under which the server's account could not enter.
  await chmod(folder, 0o755);
  return folder;
}

async function openTemporaryFolder(preferred: readonly string[]): Promise<string> {
  for (const folder of [...preferred, '/tmp', '/var/tmp']) {
    try {
      if (await isOpenToAll(folder)) return await realpath(folder);
    } catch {
      continue; // Not there: the next may be.
    }
  }
  throw new Error(
    `Expected a temporary folder that all users can enter, tried ${[...preferred, '/tmp', '/var/tmp'].join(', ')}.`,
  );
}
