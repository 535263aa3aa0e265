import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { closedSegmentPath, openSegmentPath, segmentTimesPath } from './segmentFiles.js';
import { syncFolder } from './syncFolder.js';
import { type SegmentTimes, segmentTimesText } from './segmentTimes.js';

/**
 * Compresses a segment that nothing will be added to. Each file is on the disk under another name before it takes its
 * own, and the open one goes last, so that a crash at any moment leaves one of the two whole.
 */
export async function closeSegment(folder: string, number: number, times: SegmentTimes): Promise<void> {
  const [opened, closed, timesPath] = [
    openSegmentPath(folder, number),
    closedSegmentPath(folder, number),
    segmentTimesPath(folder, number),
  ];
  await writeFile(`${timesPath}.part`, segmentTimesText(times));
  await settle(`${timesPath}.part`, timesPath);
  await pipeline(createReadStream(opened), createGzip(), createWriteStream(`${closed}.part`));
  await settle(`${closed}.part`, closed);
  await syncFolder(folder);
  await rm(opened);
}

async function settle(part: string, path: string): Promise<void> {
  const file = await open(part, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
}
