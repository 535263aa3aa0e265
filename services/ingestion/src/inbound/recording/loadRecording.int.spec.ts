import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drive, us } from '../../ingestion.scenario.js';
import { loadRecording } from './loadRecording.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recording-'));
});

afterEach(() => rm(folder, { recursive: true }));

const HEADER = 'block_timestamp,gas_price';
const gas = {
  id: 'gas:polygon',
  decoder: 'demeter-gas-minute-csv',
  chain: 'polygon',
  assumedCoinPriceUsd: '0.60',
  staleAfterSeconds: 300,
  assumed: null,
  files: ['gas.csv.gz'],
};
const governance = {
  id: 'governance-payloads:aave-v3:polygon',
  decoder: 'governance-payload-json',
  deployment: 'aave-v3:polygon',
  staleAfterSeconds: null,
  assumed: null,
  files: ['governance_payloads.json'],
  before: 'all',
  optional: true,
};

async function write(feeds: readonly object[], lines: readonly string[]): Promise<void> {
  const manifest = {
    format: 'gimbal-recording/1',
    title: 'A day',
    day: '2023-08-17',
    timing: 'At its timestamp.',
    assumptions: [],
    feeds,
  };
  await writeFile(join(folder, 'recording.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'gas.csv.gz'), gzipSync(lines.join('\n')));
}

describe('loadRecording', () => {
  it('makes a step of each instant of the day, and begins with the last observation before', async () => {
    await write(
      [
        { ...gas, before: 'last' },
        {
          id: 'usdc',
          decoder: 'assumed-price-json',
          asset: 'USDC',
          decimals: 8,
          staleAfterSeconds: null,
          assumed: 'x',
          repeat: { value: '1.00', everySeconds: 43_200 },
        },
      ],
      [HEADER, '2023-08-16 23:58:00,1', '2023-08-16 23:59:00,2', '2023-08-17 00:01:00,3', '2023-08-18 00:00:00,4', ''],
    );
    const { steps } = await loadRecording(folder);
    expect(steps.map(({ timeUs, frames }) => [timeUs, frames.length])).toEqual([
      [us('2023-08-17T00:00:00'), 2],
      [us('2023-08-17T00:01:00'), 1],
      [us('2023-08-17T12:00:00'), 1],
    ]);
    expect(Buffer.from(steps[0]!.frames[0]!.raw).toString()).toBe('2023-08-16 23:59:00,2');
  });

  it('delivers a broken and a future line with their neighbours, and the stage quarantines them', async () => {
    await write(
      [gas],
      [
        HEADER,
        '2023-08-17 00:01:00,3',
        '2023-08-17 00:0',
        '2023-08-19 00:00:00,5',
        '2023-08-17 00:02:00,4',
        '2023-08-17 00:03:00,4',
      ],
    );
    const { steps, catalogue } = await loadRecording(folder);
    const driven = drive([...catalogue.feeds.values()]);
    const types = steps.map(({ timeUs, frames }) =>
      driven.step(timeUs, frames).map((event) => event.type.split('.').at(-1)),
    );
    expect(types).toEqual([
      ['GasPriceObserved', 'RecordQuarantined', 'RecordQuarantined', 'FramesDropped', 'FramesDropped'],
      ['GasPriceObserved'],
      ['GasPriceObserved'],
    ]);
  });

  it('leaves an optional feed out until its file is there', async () => {
    await write([gas, governance], [HEADER, '2023-08-17 00:01:00,3']);
    expect([...(await loadRecording(folder)).catalogue.feeds.keys()]).toEqual(['gas:polygon']);
    const read = { at_us: '1692230460000000', chain: 'polygon', payload_id: 1, source: 'capsUpdates()', updates: [] };
    await writeFile(join(folder, 'governance_payloads.json'), JSON.stringify([read]));
    const { steps, catalogue } = await loadRecording(folder);
    const driven = drive([...catalogue.feeds.values()]);
    const said = steps.flatMap(({ timeUs, frames }) => driven.step(timeUs, frames));
    expect(said.map((event) => event.type)).toContain('gimbal.ingestion.v1.GovernancePayloadRead');
    expect(steps).toHaveLength(1);
  });

  it('refuses a file of another layout', async () => {
    await write([gas], ['time,gas_price', '2023-08-17 00:01:00,3']);
    await expect(loadRecording(folder)).rejects.toThrow(
      /Expected the header "block_timestamp,gas_price" in .*, was "time,gas_price"/,
    );
  });

  it.each([
    [{ ...gas, files: ['../gas.csv.gz'] }, /Expected a file name/],
    [{ ...gas, staleAfterSeconds: 0 }, /staleAfterSeconds/],
    [{ ...gas, decoder: 'unknown' }, /decoder/],
    [{ ...governance, id: 'governance' }, /Expected the id "governance-payloads:aave-v3:polygon", was "governance"/],
  ])('refuses a manifest that says what it may not: %#', async (feed, reason) => {
    await write([feed], [HEADER]);
    await expect(loadRecording(folder)).rejects.toThrow(reason);
  });
});
