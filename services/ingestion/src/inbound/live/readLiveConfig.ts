import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { type LiveConfig, liveConfigSchema } from '../../config.js';

/**
 * A file of JSON that says what is listened to; folders and files in it are beside it. Throws with every
 * field that is wrong. `journal` stands for the one of the file.
 */
export async function readLiveConfig(path: string, journal?: string): Promise<LiveConfig> {
  const document = documentOf(await readFile(path, 'utf8'), path);
  const parsed = liveConfigSchema.safeParse(journal === undefined ? document : { ...document, journal });
  if (!parsed.success) throw new Error(`Expected a live configuration in ${path}: ${z.prettifyError(parsed.error)}`);
  return { ...parsed.data, journal: resolve(dirname(path), parsed.data.journal) };
}

function documentOf(text: string, path: string): object {
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === 'object' && document !== null ? document : {};
  } catch {
    // The text may have been a secret: it isn't repeated.
    throw new Error(`Expected JSON in ${path}, was something else.`);
  }
}
