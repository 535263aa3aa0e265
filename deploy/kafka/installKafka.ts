import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { requireTools } from './findTools.ts';

const here = dirname(fileURLToPath(import.meta.url));
export const cacheFolder = join(here, '..', '..', '.cache', 'kafka');
const pomFile = join(here, 'pom.xml');
/** Named for what is in it, so that a change of the list is fetched. */
const jarFolder = join(
  cacheFolder,
  `jars-${createHash('sha256').update(readFileSync(pomFile)).digest('hex').slice(0, 12)}`,
);
/** 43 MB from a slow mirror; beyond this the network is not there. */
const INSTALL_TIMEOUT_MS = 10 * 60_000;

/**
 * Fetches the jars of the broker once, with Maven, and returns their folder. Safe to call from many processes: each
 * fetches into its own folder and the first rename wins. Throws with what is missing, or with Maven's own words.
 */
export async function installKafka(): Promise<string> {
  if (existsSync(jarFolder)) return jarFolder;
  requireTools();
  mkdirSync(cacheFolder, { recursive: true });
  const unfinished = mkdtempSync(join(cacheFolder, 'unfinished-'));
  try {
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${unfinished}`];
    await promisify(execFile)('mvn', ['-q', '-B', '-f', pomFile, ...goal], {
      timeout: INSTALL_TIMEOUT_MS,
    });
    renameSync(unfinished, jarFolder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(jarFolder)) {
      throw new Error('Kafka cannot be installed: Maven did not bring its jars.', { cause: error });
    }
  }
  return jarFolder;
}
