import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { feedCatalogue } from '../../../domain/feedCatalogue.js';
import type { RawFrame } from '../../../domain/rawFrame.js';
import { loadRecording } from '../../recording/loadRecording.js';
import { openRecording } from '../../recording/openRecording.js';
import { COUNTING_FEED, countingProtocolOf } from '../countingVenue.scenario.js';
import { Journal, type JournalOptions } from './journal.js';
import { prepareJournal } from './journalManifest.js';
import { readJournal } from './readJournal.js';

const folders: string[] = [];
const catalogue = feedCatalogue([COUNTING_FEED]);
const NOW_US = 1_700_000_000_000_000n;

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function journalOf(changes: Partial<JournalOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-journal-'));
  folders.push(folder);
  await prepareJournal(folder, [COUNTING_FEED], NOW_US);
  const notices: string[] = [];
  const options = { folder, say: (notice: string) => void notices.push(notice), ...changes };
  return { folder, notices, options, journal: await Journal.open(options) };
}

const frame = (number: number): RawFrame => ({
  feed: COUNTING_FEED.id,
  raw: Buffer.from(String(number)),
  receivedAtUs: NOW_US + BigInt(number),
});
const connected = (session: number): RawFrame => ({
  ...frame(0),
  raw: new Uint8Array(0),
  control: { kind: 'connected', connector: 'counting', session, endpoint: 'here' },
});

/** One step a number, and the sums that the session reads. */
async function write(journal: Journal, from: number, to: number): Promise<void> {
  for (let number = from; number <= to; number++)
    await journal.append(number, NOW_US + BigInt(number), [frame(number)]);
}

async function sums(folder: string, from: number): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { number, frames } of readJournal(folder, from, catalogue, countingProtocolOf)) {
    const read = (frames ?? []).flatMap(({ reading }) => reading?.observations ?? []);
    found.push(`${number}: ${read.map(({ event }) => (event.value as { markPrice: string }).markPrice).join()}`);
  }
  return found;
}

describe('a journal', () => {
  it('closes segments, and reads a session on over them from any step', async () => {
    const { folder, journal } = await journalOf({ segmentBytes: 500 });
    await journal.append(1, NOW_US, [connected(1), frame(1)]);
    await write(journal, 2, 40);
    await journal.close();
    const files = await readdir(folder);
    expect(files.filter((name) => name.endsWith('.ndjson.gz')).length).toBeGreaterThan(4);
    expect(files.filter((name) => name.endsWith('.ndjson') || name.endsWith('.part'))).toEqual([]);
    // The sum of the numbers from 1 to n is n (n + 1) / 2.
    const expected = Array.from({ length: 40 }, (_, index) => `${index + 1}: ${((index + 1) * (index + 2)) / 2}`);
    for (const from of [1, 2, 17, 40]) expect(await sums(folder, from)).toEqual(expected.slice(from - 1));
  });

  it('goes on where it stood, and a session that nobody began anew begins with the process', async () => {
    const { folder, journal, options } = await journalOf();
    await write(journal, 1, 3);
    await journal.close();
    const next = await Journal.open(options);
    expect([next.lastStep, next.lastTimeUs]).toEqual([3, NOW_US + 3n]);
    await write(next, 4, 5);
    await next.close();
    expect(await sums(folder, 1)).toEqual(['1: 1', '2: 3', '3: 6', '4: 4', '5: 9']);
  });

  it('knows which connections the process before it left', async () => {
    const { journal, options } = await journalOf({ segmentBytes: 200 });
    await journal.append(1, NOW_US, [connected(7)]);
    await write(journal, 2, 20);
    await journal.close();
    const { left } = await Journal.open(options);
    expect(left).toEqual([
      { feed: COUNTING_FEED.id, connection: { connector: 'counting', session: 7, endpoint: 'here' } },
    ]);
  });

  it('drops its oldest frames, but for those that a standing session rests on, and keeps their times', async () => {
    const { folder, journal, notices } = await journalOf({ segmentBytes: 500, keepBytes: 1_500 });
    await write(journal, 1, 60);
    expect(notices).toEqual([]);
    await journal.append(61, NOW_US + 61n, [connected(1)]);
    await write(journal, 62, 80);
    await journal.close();
    expect(notices[0]).toContain('Dropped the frames of segment 1');
    const times: bigint[] = [];
    for await (const { timeUs, frames } of readJournal(folder, 1, catalogue, countingProtocolOf)) {
      if (frames === undefined) times.push(timeUs);
    }
    expect(times.slice(0, 3)).toEqual([NOW_US + 1n, NOW_US + 2n, NOW_US + 3n]);
    const recording = await openRecording(folder);
    expect('framesOf' in recording && recording.stepTimesUs).toHaveLength(80 - times.length);
  });

  it('closes what a crash left open, and takes the closed one where both are there', async () => {
    const { folder, journal, options } = await journalOf();
    await write(journal, 1, 5);
    const open = await readFile(join(folder, '00000001.ndjson'));
    expect((await Journal.open(options)).lastStep).toBe(5);
    await writeFile(join(folder, '00000001.ndjson'), open);
    expect((await Journal.open(options)).lastStep).toBe(5);
    expect(await readdir(folder)).toEqual([
      '00000001.ndjson.gz',
      '00000001.times.json',
      'recording.json',
      'writer.pid',
    ]);
  });

  it('refuses a journal with a bad line that more than a step follows, and a second writer', async () => {
    const { folder, journal, options } = await journalOf();
    await write(journal, 1, 9);
    const path = join(folder, '00000001.ndjson');
    const bytes = await readFile(path);
    const damaged = Buffer.from(bytes);
    damaged[300]! ^= 1;
    await writeFile(path, damaged);
    await expect(Journal.open(options)).rejects.toThrow('steps follow a bad line');
    await writeFile(path, Buffer.concat([bytes, Buffer.from('x')]));
    await expect(journal.append(10, NOW_US + 10n, [])).rejects.toThrow('another process writes it');
  });

  it('is a recording that keeps to its feeds', async () => {
    const { folder } = await journalOf();
    const other = { ...COUNTING_FEED, id: 'counting:private' };
    expect(await prepareJournal(folder, [other], NOW_US)).toEqual([COUNTING_FEED, other]);
    await expect(prepareJournal(folder, [{ ...COUNTING_FEED, staleAfterSeconds: 5 }], NOW_US)).rejects.toThrow(
      'begin a new journal',
    );
    await expect(loadRecording(folder)).rejects.toThrow('was a journal');
  });
});
