import { open } from 'node:fs/promises';

/** Brings the names of a folder's files to the disk: a file that is flushed may still be nowhere without its name. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
