import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { FeedDescription } from '../../../domain/feedDescription.js';
import { parseManifest } from '../../recording/manifest.js';

/**
 * Makes a folder the journal of these feeds, so that it is a recording from its first step on. A folder that is one
 * already keeps the feeds that it has and gets those that are new; throws when it describes one of them otherwise, as its frames
 * would be read as something else.
 */
export async function prepareJournal(
  folder: string,
  feeds: readonly FeedDescription[],
  nowUs: bigint,
): Promise<readonly FeedDescription[]> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'recording.json');
  const known = await knownFeeds(path);
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
  };
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  // What can't be read again must not be written.
  parseManifest(text, path);
  await writeFile(`${path}.part`, text);
  await rename(`${path}.part`, path);
  return all;
}

async function knownFeeds(path: string): Promise<readonly FeedDescription[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const manifest = parseManifest(text, path);
  if (manifest.journal === undefined) throw new Error(`Expected a journal in ${path}, was a recording of files.`);
  return manifest.feeds.map((feed) => {
    const {
      files: _files,
      before: _before,
      optional: _optional,
      inline: _inline,
      repeat: _repeat,
      ...described
    } = feed;
    return described;
  });
}

/** As JSON has it: what is undefined isn't there. */
function plain(feed: FeedDescription): unknown {
  return JSON.parse(JSON.stringify(feed));
}
