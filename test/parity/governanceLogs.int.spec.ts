import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ParityInputError } from './paritySuite.ts';
import governanceLogs from './suites/governance-logs.ts';

const recorded = fileURLToPath(new URL('../data/governance/', import.meta.url));
const POLYGON = 'event_logs/137_0x401B5D0294E23637c18fcc38b1Bca814CDa2637C.ndjson.gz';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-'));
  await cp(recorded, folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

async function run(...paths: string[]) {
  const lines: string[] = [];
  const outcome = await governanceLogs.run(paths, (line) => lines.push(line));
  return { ...outcome, printed: lines.join('\n') };
}

async function changeIndex(from: string, to: string): Promise<void> {
  const path = join(folder, 'payload_index.csv');
  const text = await readFile(path, 'utf8');
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
}

async function changeLogs(change: (lines: string) => string): Promise<void> {
  const lines = gunzipSync(await readFile(join(folder, POLYGON))).toString('utf8');
  await writeFile(join(folder, POLYGON), gzipSync(change(lines)));
}

describe('the governance-logs suite', () => {
  it('finds every recorded log and payload as others read them', async () => {
    const { matched, total, worst, printed } = await run(recorded);
    expect([matched, worst]).toEqual([total, '0 s']);
    expect(printed).toMatch(/decoded +30 +30/);
    expect(printed).toContain('2 times of the index have no log, or one without a block time, and are not counted');
  });

  it('takes the folder of the logs too, with the index beside it', async () => {
    expect((await run(join(recorded, 'event_logs'))).total).toBe((await run(recorded)).total);
  });

  it('tells by how much a time differs', async () => {
    await changeIndex('2024-09-30T11:19:39Z', '2024-09-30T11:19:42Z');
    const { matched, total, worst, printed } = await run(folder);
    expect([total - matched, worst]).toEqual([1, '3 s']);
    expect(printed).toContain('differs: queued at of 137/83: ours 2024-09-30T11:19:39Z, recorded 2024-09-30T11:19:42Z');
  });

  it('finds an execution before its time, another state and another target', async () => {
    await changeIndex('2024-10-01T11:19:48Z', '2024-10-01T11:19:39Z');
    await changeIndex('0,5(Expired)', '0,3(Executed)');
    await changeIndex('0x37A87f3AF3D5108f95E98675687c9838EDa2Abbc', '0x37A87f3AF3D5108f95E98675687c9838EDa2Abbd');
    const { printed } = await run(folder);
    expect(printed).toContain('differs: in its window of 137/83: ours outside, recorded inside');
    expect(printed).toContain('differs: state of 1/0: ours CHANGE_STATE_EXPIRED, recorded CHANGE_STATE_EXECUTED');
    expect(printed).toContain('differs: targets of 137/83');
  });

  it('counts a log that can not be decoded as a difference', async () => {
    await changeLogs((lines) =>
      lines.replace('"data": "0x0000000000000000000000000000000000000000000000000000000000000053"', '"data": "0x53"'),
    );
    const { matched, total, printed } = await run(folder);
    expect(total - matched).toBeGreaterThan(0);
    expect(printed).toContain('Expected 32 bytes for payloadId, were 1.');
  });

  it('says what it needs', async () => {
    await expect(run()).rejects.toThrow('Expected one folder with event_logs and payload_index.csv, were 0.');
    await rm(join(folder, 'payload_index.csv'));
    await expect(run(folder)).rejects.toThrow(ParityInputError);
    await changeLogs(() => 'no JSON');
    await expect(run(folder)).rejects.toThrow('Expected gzipped lines of JSON in 137_');
    await rm(join(folder, 'event_logs'), { recursive: true });
    await expect(run(folder)).rejects.toThrow('found none');
  });
});
