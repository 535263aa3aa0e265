import { LogFailure } from '@gimbal/event-log';
import { describe, expect, it } from 'vitest';
import {
  eventually,
  type MakeLog,
  openTopic,
  readAll,
  recordOf,
  recordsOf,
  textOf,
  untilAvailable,
} from './contractLog.ts';

export function describeRecovery(makeLog: MakeLog): void {
  describe('a server that is killed', () => {
    it(
      'comes back with all that was acknowledged, and readers go on by themselves',
      { timeout: 180_000 },
      async ({ skip }) => {
        const { log, topic, killAndRestartServer } = await openTopic(makeLog, 2);
        if (!killAndRestartServer) return skip('this log has no server');
        const seen: string[] = [];
        const reader = log.subscribe(
          [{ topic, partition: 0, offset: 0 }],
          (batch) => void seen.push(...batch.records.map(textOf)),
        );
        const acknowledged: { offset: number; text: string }[] = [];
        const refusals: unknown[] = [];
        let running = true;
        const appending = (async () => {
          for (let i = 0; running; i++) {
            try {
              const [place] = await log.append([{ topic, partition: 0, records: [recordOf(`r${i}`)] }]);
              acknowledged.push({ offset: place!.firstOffset, text: `r${i}` });
            } catch (error) {
              refusals.push(error);
              await new Promise((resolve) => setTimeout(resolve, 50));
            }
          }
        })();
        await eventually(() => acknowledged.length >= 50, 60_000);
        await killAndRestartServer();
        const before = acknowledged.length;
        await untilAvailable(() => log.append([{ topic, partition: 1, records: recordsOf(1, 'after') }]));
        await eventually(() => acknowledged.length >= before + 20, 60_000);
        running = false;
        await appending;
        for (const error of refusals) {
          expect(error).toBeInstanceOf(LogFailure);
          expect((error as LogFailure).code).toBe('unavailable');
        }
        const stored = (await untilAvailable(() => readAll(log, topic))).map(textOf);
        for (const { offset, text } of acknowledged) expect(stored[offset]).toBe(text);
        await eventually(() => seen.length >= stored.length, 60_000);
        expect(seen).toEqual(stored);
        await reader.stop();
      },
    );
  });
}
