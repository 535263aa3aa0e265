import { randomBytes } from 'node:crypto';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, serverAccount } from './account.js';
import { findBinaries, linkLibraries } from './binaries.js';
import { cacheFolder } from './cacheFolder.js';
import { copyTree } from './copyTree.js';
import { type RunAs, runBySetpriv, runBySpawn, runToEnd } from './runAs.js';

/** Programs that the server's account can run, and the way to run them. */
export interface PreparedServer {
  readonly initdb: string;
  readonly postgres: string;
  readonly runAs: RunAs;
  readonly account: Account | undefined;
  /** Ours, and open to the account: copies of the programs, prepared data, data of servers that nobody keeps. */
  readonly cache: string;
}

/**
 * The programs where npm put them, if the server's account can run them there; otherwise a copy in a folder that it can
 * reach. Root's checkout is often under a folder that no one else may enter, and an image may be read only.
 */
export async function prepareServer(): Promise<PreparedServer> {
  const binaries = await findBinaries();
  const ownUid = process.getuid?.() ?? 0;
  const account = serverAccount(ownUid);
  const cache = await cacheFolder(`gimbal-postgres-${binaries.version}-${process.arch}`, ownUid);
  const inPlace = await linkInPlace(binaries.native);
  const native = inPlace && (await findRunAs(binaries.native, account));
  if (native) return { ...native, account, cache };
  const copied = await findRunAs(await copyBinaries(binaries.native, cache), account);
  if (copied) return { ...copied, account, cache };
  throw new Error(`Expected PostgreSQL ${binaries.version} to run, ${await whyNot(join(cache, 'native'), account)}.`);
}

async function linkInPlace(native: string): Promise<boolean> {
  try {
    await linkLibraries(native);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') return false;
    throw error;
  }
}

/** Asking each program for its version is the one check that covers folders, modes, mounts and libraries together. */
async function findRunAs(native: string, account: Account | undefined) {
  const programs = { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
  for (const runAs of [runBySetpriv(account), runBySpawn(account)]) {
    const outcomes = await Promise.all(
      Object.values(programs).map((program) => runToEnd(runAs, program, ['--version'])),
    );
    if (outcomes.every((outcome) => outcome.ok)) return { ...programs, runAs };
  }
  return undefined;
}

async function whyNot(native: string, account: Account | undefined): Promise<string> {
  const { errors } = await runToEnd(runBySpawn(account), join(native, 'bin', 'postgres'), ['--version']);
  return errors.trim() || 'it ended with an error';
}

/**
 * A rename puts the whole copy in place at once: of several that start together one wins, and the others use its
 * copy.
 */
async function copyBinaries(native: string, cache: string): Promise<string> {
  const target = join(cache, 'native');
  if (await exists(target)) return target;
  const making = join(cache, `making-${randomBytes(6).toString('hex')}`);
  try {
    await mkdir(making);
    await copyTree(native, join(making, 'native'), { forAll: true, skip: (name) => name.endsWith('.a') });
    await linkLibraries(join(making, 'native'));
    await rename(join(making, 'native'), target);
  } catch (error) {
    if (!(await exists(target))) throw error;
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return target;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
