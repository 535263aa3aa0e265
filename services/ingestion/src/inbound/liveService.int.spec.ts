import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RpcFailure } from '@gimbal/runtime';
import { afterEach, describe, expect, it } from 'vitest';
import { createFrameTally } from './replay/frameTally.js';
import { IngestionController } from './ingestion.controller.js';
import { countingConnector, countingProtocolOf } from './live/countingVenue.scenario.js';
import { type Live, openLive } from './live/openLive.js';
import { recordLive } from './live/recordLive.js';
import { systemIo } from './live/systemIo.js';
import { openRecording } from './recording/openRecording.js';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function openCounting(to: number): Promise<{ readonly live: Live; readonly journal: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-live-'));
  folders.push(folder);
  const journal = join(folder, 'counted');
  const connectors = [countingConnector(1, to, systemIo.nowUs)];
  const config = { journal, tickMs: 10, connectors: [] as never };
  const live = await openLive(config, { connectors, io: systemIo, report: () => {}, protocolOf: countingProtocolOf });
  return { live, journal };
}

describe('a live ingestion', () => {
  it('answers GetReplay with what is there, and refuses to release', async () => {
    const { live } = await openCounting(500);
    const host = { status: { step: { number: 2, timeUs: 0n } } } as never;
    const controller = new IngestionController(host, undefined as never, live, createFrameTally());
    const { signal } = new AbortController();
    await live.waitFor(1, signal);
    const { timeUs } = await live.waitFor(2, signal);
    expect(controller.getReplay({})).toEqual({
      live: true,
      recording: 'counted',
      title: 'Live',
      firstStep: 1n,
      lastStep: 2n,
      releasedThroughStep: 2n,
      appendedStep: 2n,
      firstTimeUs: 0n,
      lastTimeUs: timeUs,
      assumptions: [],
      stepTimesUs: [],
    });
    const release = (): unknown => controller.releaseSteps({ throughStep: 1n });
    expect(release).toThrow(RpcFailure);
    expect(release).toThrow('Expected a replay, was live: its steps come by themselves.');
    await live.close();
  });

  it('is recorded without a stage, and goes on where the recording ended', async () => {
    const { live, journal } = await openCounting(300);
    const stop = new AbortController();
    let frames = 0;
    await recordLive(live, stop.signal, (_step, count) => {
      frames += count;
      if (frames >= 301) stop.abort(new Error('enough'));
    });
    const first = await openRecording(journal);
    expect('framesOf' in first && first.stepTimesUs.length).toBeGreaterThan(2);
    const connectors = [countingConnector(301, 400, systemIo.nowUs)];
    const config = { journal, tickMs: 10, connectors: [] as never };
    const again = await openLive(config, {
      connectors,
      io: systemIo,
      report: () => {},
      protocolOf: countingProtocolOf,
    });
    expect(await again.takeUp()).toBe('framesOf' in first ? first.stepTimesUs.length : 0);
    await again.close();
  });
});
