import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { cacheFolder, isOpenToAll } from './cacheFolder.js';
import { copyTree } from './copyTree.js';
import type { PreparedServer } from './prepareServer.js';
import { runToEnd } from './runAs.js';

export interface PreparedData {
  readonly dataDir: string;
  readonly password: string;
}

/** PostgreSQL ignores a file that it does not know in its folder. */
const PASSWORD_FILE = 'gimbal.password';

/** A folder for a server that nobody keeps. */
export async function prepareFreshData(server: PreparedServer): Promise<PreparedData> {
  const dataDir = join(server.cache, `fresh-${process.pid}-${randomBytes(6).toString('hex')}`);
  await copyTree(await template(server), dataDir, { owner: server.account });
  return { dataDir, password: await readPassword(dataDir) };
}

/** The wanted folder, with what is in it; a new one is filled. Elsewhere when the server's account cannot reach it. */
export async function prepareKeptData(server: PreparedServer, wanted: string, fsync: boolean): Promise<PreparedData> {
  const dataDir = await reachableFolder(server, resolve(wanted));
  if (await isEmptyOrMissing(dataDir)) await fillFolder(server, dataDir, fsync);
  return { dataDir, password: await readPassword(dataDir) };
}

async function reachableFolder(server: PreparedServer, wanted: string): Promise<string> {
  const parent = dirname(wanted);
  if (!server.account || (await isOpenToAll(parent))) {
    await makeOpenFolders(parent);
    return wanted;
  }
  // /var/tmp before /tmp: what is kept should outlive a restart (Filesystem Hierarchy Standard 3.0, 5.15).
  const kept = await cacheFolder('gimbal-postgres-data', process.getuid?.() ?? 0, ['/var/tmp', tmpdir()]);
  const named = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  return join(kept, `${basename(wanted)}-${named}`);
}

/** Folders that we make ourselves are open to all, whatever the umask; the data folder itself never is. */
async function makeOpenFolders(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let at = folder; at.length >= first.length; at = dirname(at)) await chmod(at, 0o755);
}

async function isEmptyOrMissing(folder: string): Promise<boolean> {
  try {
    const names = await readdir(folder);
    if (names.length === 0 || names.includes('PG_VERSION')) return names.length === 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
  throw new Error(`Expected ${folder} to be empty or to hold a PostgreSQL database, it holds other files.`);
}

/** The rename comes last, so that a start that was cut off leaves no half a database behind. */
async function fillFolder(server: PreparedServer, dataDir: string, fsync: boolean): Promise<void> {
  const making = `${dataDir}.making-${randomBytes(6).toString('hex')}`;
  try {
    await copyTree(await template(server), making, { owner: server.account });
    if (fsync) await initdb(server, ['--sync-only', '--sync-method=syncfs', '-D', making]);
    await rename(making, dataDir);
  } catch (error) {
    if (await isEmptyOrMissing(dataDir)) throw error; // Otherwise another start was faster.
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

/** A database as initdb makes it. A copy takes a fifth of the second and a half that initdb does. */
async function template(server: PreparedServer): Promise<string> {
  const folder = join(server.cache, 'template');
  if (await hasPassword(folder)) return folder;
  const making = join(server.cache, `making-${randomBytes(6).toString('hex')}`);
  const passwordFile = `${making}.password`;
  try {
    await mkdir(making, { mode: 0o700 });
    await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (server.account) {
      await chown(making, server.account.uid, server.account.gid);
      await chown(passwordFile, server.account.uid, server.account.gid);
    }
    const checked = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    await initdb(server, ['-D', making, '--no-sync', '--locale=C', '--encoding=UTF8', ...checked]);
    await rename(passwordFile, join(making, PASSWORD_FILE));
    await rename(making, folder);
  } catch (error) {
    if (!(await hasPassword(folder))) throw error; // Otherwise another start was faster.
  } finally {
    await rm(making, { recursive: true, force: true });
    await rm(passwordFile, { force: true });
  }
  return folder;
}

async function initdb(server: PreparedServer, args: readonly string[]): Promise<void> {
  const { ok, errors } = await runToEnd(server.runAs, server.initdb, args);
  if (ok) return;
  if (errors.includes('could not look up effective user ID')) {
    // As in a container that was given a bare number to run as.
    const uid = server.account?.uid ?? process.getuid?.();
    throw new Error(
      `Expected user ${uid} to have a name, which initdb needs; name it in /etc/passwd or give --postgres URL.`,
    );
  }
  throw new Error(`Expected initdb to prepare a database, it ended with: ${errors.trim()}`);
}

async function hasPassword(folder: string): Promise<boolean> {
  return stat(join(folder, PASSWORD_FILE)).then(
    () => true,
    () => false,
  );
}

async function readPassword(folder: string): Promise<string> {
  try {
    return await readFile(join(folder, PASSWORD_FILE), 'utf8');
  } catch (cause) {
    throw new Error(`Expected ${folder} to be a folder of Gimbal, it has no ${PASSWORD_FILE}.`, { cause });
  }
}
