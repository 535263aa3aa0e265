import { DEFAULT_PARTITION_COUNT } from '@gimbal/contracts';
import { type Mark, PricingServiceService, WatchMarksResponse } from '@gimbal/contracts/pricing/v1/pricing_service';
import { bearer } from '@gimbal/runtime';
import { parityHash } from '@gimbal/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStream } from './system/callRaw.ts';
import { croppedRecording } from './system/croppedRecording.ts';
import { protoMethods } from './system/protoMethods.ts';
import { startSystem, type System } from './system/startSystem.ts';

const POOL = 'polygon-0x45dda9cb7c25131df268515131f647d726f50608-2023-08-17.minute.csv.gz';
/** 1.0001^6932 is 2: the pool shows half of its price in this minute, and double in the next. */
const PLANTED: Readonly<Record<string, number>> = { '21:05': 6_932, '21:06': -6_932 };
const CLOSE_TICK = 3;

function planted(row: string): string {
  const by = PLANTED[row.slice(11, 16)];
  const cells = row.split(',');
  return by === undefined ? row : cells.with(CLOSE_TICK, String(Number(cells[CLOSE_TICK]) + by)).join(',');
}

let systems: readonly System[];

beforeAll(async () => {
  const window = { from: '21:00', to: '21:10' };
  const edit = (file: string, rows: string[]): string[] => (file === POOL ? rows.map(planted) : rows);
  systems = await Promise.all(
    [croppedRecording(window), croppedRecording({ ...window, edit })].map((recording) => startSystem(recording)),
  );
  for (const system of systems) await system.play(Infinity);
}, 120_000);

afterAll(async () => {
  for (const system of systems ?? []) await system.stop();
});

/** Every kept mark of an instrument since the first step, in order. */
async function keptMarks(system: System, instrumentId: string): Promise<readonly Mark[]> {
  const method = protoMethods().find(({ path }) => path === PricingServiceService.watchMarks.path)!;
  const from = Array.from({ length: DEFAULT_PARTITION_COUNT }, (_, partition) => ({
    topic: 'marks.kept',
    partition,
    offset: '0',
  }));
  const address = system.addressOf('pricing');
  const stream = openStream(address, method, { underlying: '', from }, bearer(system.app.tokens.viewer));
  await stream.atLeast(Infinity, 3_000);
  const { messages } = await stream.close();
  return messages
    .flatMap((bytes) => WatchMarksResponse.decode(bytes).marks)
    .filter((mark) => mark.instrumentId === instrumentId);
}

describe('a pool that somebody moves for two minutes', () => {
  it.each(['spot:WETH', 'perp:paper:ETH-USD'])(
    'never marks %s: the oracle does, and then the pool again',
    async (id) => {
      const [sound, moved] = await Promise.all(systems.map((system) => keptMarks(system, id)));
      expect(moved!.length).toBe(sound!.length);
      const others = new Set<string>();
      for (const [i, { priceUsd, markSource }] of moved!.entries()) {
        // The recorded oracle and pool are within 1 % of each other in these ten minutes.
        expect(Math.abs(priceUsd / sound![i]!.priceUsd - 1)).toBeLessThan(0.01);
        if (markSource !== sound![i]!.markSource) others.add(markSource);
      }
      const oracle = id === 'spot:WETH' ? 'oracle:chainlink:ethereum:ETH-USD' : 'index:chainlink:ethereum:ETH-USD';
      expect([...others]).toEqual([oracle]);
      expect(moved!.at(-1)!.markSource).toBe(sound!.at(-1)!.markSource);
    },
  );

  // Orders may go otherwise: the paper venue fills from the pool itself, which is what one would have met.
  it('opens and closes no breach that there would not be without it', async () => {
    const breaches = await Promise.all(
      systems.map(async ({ app }) => {
        const { counts } = await parityHash(app.log, DEFAULT_PARTITION_COUNT);
        return [counts.get('BreachOpened'), counts.get('BreachClosed'), counts.get('ExposureCalculated')];
      }),
    );
    expect(breaches[0]![0]).toBeGreaterThan(0);
    expect(breaches[1]).toEqual(breaches[0]);
  });
});
