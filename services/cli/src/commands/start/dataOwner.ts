import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const OWNER_FILE = 'gimbal.pid';

/**
 * Leaves our process id in a folder of data, for the message of whoever finds it in use. PostgreSQL's own lock decides who has
 * the folder: after a kill the number may be another process's.
 */
export function nameOwner(dataDir: string): void {
  writeFileSync(join(dataDir, OWNER_FILE), `${process.pid}\n`);
}

/** At the stop; leaves the name of another one that has the folder by now. */
export function removeOwner(dataDir: string): void {
  if (ownerOf(dataDir) === process.pid) rmSync(join(dataDir, OWNER_FILE), { force: true });
}

export function inUseText(dataDir: string): string {
  const pid = ownerOf(dataDir);
  const who = pid === undefined ? 'another Gimbal' : `another Gimbal (pid ${pid})`;
  return `Expected --data with a folder of its own, ${who} uses this folder: ${dataDir}. Stop it, or name another folder.`;
}

function ownerOf(dataDir: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(dataDir, OWNER_FILE), 'utf8'));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}
