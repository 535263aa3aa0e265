import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const OWNER_FILE = 'writer.pid';

/**
 * Takes a journal for this process: two that write one would take each other's segments away. Throws when another one that runs has
 * it; one that was killed has it no longer, whoever has its number now. Processes of other machines or containers aren't seen.
 */
export async function takeJournal(folder: string): Promise<void> {
  const path = join(folder, OWNER_FILE);
  const mine = `${process.pid} ${await bornOf(process.pid)}`;
  const [pid = '', born = ''] = (await textOf(path))?.trim().split(' ') ?? [];
  const isOther = /^[0-9]+$/.test(pid) && Number(pid) !== process.pid;
  if (isOther && isRunning(Number(pid)) && (await bornOf(Number(pid))) === born) {
    throw new Error(`Expected a journal that nobody writes, another Gimbal (pid ${pid}) writes ${folder}.`);
  }
  await writeFile(path, `${mine}\n`);
}

export async function leaveJournal(folder: string): Promise<void> {
  const path = join(folder, OWNER_FILE);
  if ((await textOf(path))?.startsWith(`${process.pid} `) === true) await rm(path, { force: true });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When the process began, in ticks since the machine's start, where the system says so (Linux): tells a number that was given again. */
async function bornOf(pid: number): Promise<string> {
  const stat = await textOf(`/proc/${pid}/stat`);
  // The name of the program stands in brackets and may have blanks: 22 fields, of which it is the second.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
