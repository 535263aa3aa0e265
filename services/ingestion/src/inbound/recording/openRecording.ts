import { join } from 'node:path';
import { openJournalRecording } from '../live/journal/openJournalRecording.js';
import type { StreamedRecording } from '../replay/replay.js';
import { loadRecording, readManifest, type Recording } from './loadRecording.js';
import { parseManifest } from './manifest.js';

/** What a folder holds, files or a journal; throws when it is neither. */
export async function openRecording(folder: string): Promise<Recording | StreamedRecording> {
  const manifest = parseManifest(await readManifest(folder), join(folder, 'recording.json'));
  return manifest.journal === undefined ? loadRecording(folder) : openJournalRecording(folder, manifest);
}
