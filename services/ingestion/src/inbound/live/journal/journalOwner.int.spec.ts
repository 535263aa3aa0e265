import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaveJournal, takeJournal } from './journalOwner.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-owner-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('a journal', () => {
  it('is taken by one process, again by the same, and left as it was', async () => {
    await takeJournal(folder);
    await takeJournal(folder);
    await leaveJournal(folder);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is refused while another process that runs has it, and taken once that was killed', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(other, 'spawn');
    const born = (await import('node:fs')).readFileSync(`/proc/${other.pid}/stat`, 'utf8').split(' ')[21];
    await writeFile(join(folder, 'writer.pid'), `${other.pid} ${born}\n`);
    await expect(takeJournal(folder)).rejects.toThrow(`another Gimbal (pid ${other.pid}) writes ${folder}`);
    // The same number with another beginning is another process.
    await writeFile(join(folder, 'writer.pid'), `${other.pid} 1\n`);
    await takeJournal(folder);
    await writeFile(join(folder, 'writer.pid'), `${other.pid} ${born}\n`);
    other.kill('SIGKILL');
    await once(other, 'exit');
    await takeJournal(folder);
    await leaveJournal(folder);
  });
});
