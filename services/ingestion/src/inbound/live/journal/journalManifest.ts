import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { NOTHING_WATCHED, type Watched } from '../../../domain/feedCatalogue.js';
import type { FeedDescription } from '../../../domain/feedDescription.js';
import { parseManifest, type RecordingManifest } from '../../recording/manifest.js';
import { watchedDocument } from '../../recording/watchedDocument.js';

/**
 * Makes a folder the journal of these feeds, so that it is a recording from its first step on. A folder that is one
 * already keeps the feeds that it has and gets those that are new; throws when it describes one of them otherwise, as its frames
 * would be read as something else, and when something else is watched.
 */
export async function prepareJournal(
  folder: string,
  feeds: readonly FeedDescription[],
  nowUs: bigint,
  watched: Watched = NOTHING_WATCHED,
): Promise<readonly FeedDescription[]> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'recording.json');
  const held = await knownManifest(path);
  const known = held === undefined ? [] : described(held);
  if (held !== undefined && !isDeepStrictEqual(plain(held.watched), plain(watched))) {
    throw new Error(`Expected under "watched" what ${path} has, was another; begin a new journal.`);
  }
  for (const feed of feeds) {
    const same = known.find(({ id }) => id === feed.id);
    if (same !== undefined && !isDeepStrictEqual(plain(same), plain(feed))) {
      throw new Error(`Expected the feed "${feed.id}" as ${path} has it, was another; begin a new journal.`);
    }
  }
  const all = [...known, ...feeds.filter(({ id }) => known.every((other) => other.id !== id))];
  const manifest = {
    format: 'gimbal-recording/1',
    title: 'A journal of what connectors delivered',
    day: new Date(Number(nowUs / 1_000n)).toISOString().slice(0, 10),
    timing: 'Each frame as it was received, in the step that took it.',
    assumptions: [],
    journal: { format: 'gimbal-journal/1' },
    feeds: all,
    watched: watchedDocument(watched),
  };
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  // What can't be read again must not be written.
  parseManifest(text, path);
  await writeFile(`${path}.part`, text);
  await rename(`${path}.part`, path);
  return all;
}

async function knownManifest(path: string): Promise<RecordingManifest | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const manifest = parseManifest(text, path);
  if (manifest.journal === undefined) throw new Error(`Expected a journal in ${path}, was a recording of files.`);
  return manifest;
}

/** Its feeds, without where a recording of files has them from. */
function described({ feeds }: RecordingManifest): readonly FeedDescription[] {
  return feeds.map((feed) => {
    const {
      files: _files,
      before: _before,
      optional: _optional,
      inline: _inline,
      repeat: _repeat,
      ...description
    } = feed;
    return description;
  });
}

/** As JSON has it: what is undefined isn't there. */
function plain(value: FeedDescription | Watched): unknown {
  return JSON.parse(JSON.stringify(value));
}
