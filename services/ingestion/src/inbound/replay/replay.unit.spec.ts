import { describe, expect, it } from 'vitest';
import { feedCatalogue } from '../../domain/feedCatalogue.js';
import { createReplay } from './replay.js';

const recording = {
  name: 'r',
  title: 'r',
  assumptions: [],
  catalogue: feedCatalogue([]),
  steps: [10n, 20n, 30n].map((timeUs) => ({ timeUs, frames: [] })),
};

describe('the release gate', () => {
  it('holds a step back until it is released', async () => {
    const replay = createReplay(recording);
    const signal = new AbortController().signal;
    let passed = false;
    const second = replay.waitFor(2, signal).then((step) => ((passed = true), step));
    expect(replay.release(1)).toBe(1);
    expect(await replay.waitFor(1, signal)).toEqual({ timeUs: 10n, external: [] });
    expect(passed).toBe(false);
    replay.release(2);
    expect((await second).timeUs).toBe(20n);
  });

  it('never lowers the bound, and ends with the recording', () => {
    const replay = createReplay(recording);
    expect([replay.release(2), replay.release(1), replay.release(2), replay.release(99)]).toEqual([2, 2, 2, 3]);
    expect(replay.releasedThroughStep).toBe(3);
  });

  it('waits behind the last step, and gives up when it is told to', async () => {
    const replay = createReplay(recording);
    replay.release(3);
    const abort = new AbortController();
    const beyond = replay.waitFor(4, abort.signal);
    abort.abort(new Error('stopping'));
    await expect(beyond).rejects.toThrow('stopping');
  });
});
