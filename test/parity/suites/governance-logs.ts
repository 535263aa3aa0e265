import { type Comparison, KINDS, matches } from '../governanceLogs/comparison.ts';
import { compareDecoded } from '../governanceLogs/compareDecoded.ts';
import { compareIndex } from '../governanceLogs/compareIndex.ts';
import { type PayloadIndexRow, readPayloadIndex } from '../governanceLogs/payloadIndex.ts';
import { type ControllerLogs, readControllerLogs } from '../governanceLogs/recordedLogs.ts';
import { ParityInputError } from '../paritySuite.ts';
import type { ParityOutcome, ParitySuite } from '../paritySuite.ts';

/** Longer than any payload lives: what is still open at the end of the recording has ended by then. */
const AFTERWARDS_US = 60n * 86_400n * 1_000_000n;
const SHOWN_DIFFERENCES = 10;

/** Compares each recorded log with another decoder, and what is folded from them with the controllers' own storage. */
const governanceLogs: ParitySuite = {
  async run(paths, print): Promise<ParityOutcome> {
    const [folder, ...others] = paths;
    if (folder === undefined || others.length > 0) {
      throw new ParityInputError(`Expected one folder with event_logs and payload_index.csv, were ${paths.length}.`);
    }
    const controllers = await readControllerLogs(folder);
    const index = await readPayloadIndex(folder);
    const afterwardsUs = lastTimeUs(controllers) + AFTERWARDS_US;
    const comparisons: Comparison[] = [];
    let withoutTime = 0;
    for (const controller of controllers) {
      const rows = index.filter((row) => isOf(controller, row));
      const indexed = compareIndex(controller, rows, afterwardsUs);
      withoutTime += indexed.withoutTime;
      comparisons.push(...compareDecoded(controller), ...indexed.comparisons);
      print(`${controller.chain} ${controller.controller}: ${controller.logs.length} logs, ${rows.length} payloads`);
    }
    print('');
    print('compared         matched    total');
    for (const kind of KINDS) printKind(kind, comparisons, print);
    if (withoutTime > 0)
      print(`${withoutTime} times of the index have no log, or one without a block time, and are not counted`);
    const unknown = index.filter((row) => !controllers.some((controller) => isOf(controller, row))).length;
    if (unknown > 0) print(`${unknown} payloads of the index are of controllers without logs, and are not counted`);
    const differing = comparisons.filter((one) => !matches(one));
    for (const { kind, payload, ours, theirs } of differing.slice(0, SHOWN_DIFFERENCES)) {
      print(`differs: ${kind} of ${payload}: ours ${ours}, recorded ${theirs}`);
    }
    const total = comparisons.length;
    return { matched: total - differing.length, total, tolerance: 'equality', worst: worstOf(comparisons, differing) };
  },
};

export default governanceLogs;

/** Addresses are written with a checksum in their letters, or without. */
function isOf(controller: ControllerLogs, row: PayloadIndexRow): boolean {
  return row.chain === controller.chain && row.controller.toLowerCase() === controller.controller.toLowerCase();
}

function lastTimeUs(controllers: readonly ControllerLogs[]): bigint {
  const seconds = controllers.flatMap(({ logs }) => logs.map(({ blockTimestamp }) => Number(blockTimestamp ?? 0)));
  return BigInt(seconds.reduce((latest, time) => Math.max(latest, time), 0)) * 1_000_000n;
}

function printKind(kind: Comparison['kind'], comparisons: readonly Comparison[], print: (line: string) => void): void {
  const mine = comparisons.filter((one) => one.kind === kind);
  const matched = mine.filter(matches).length;
  print(`${kind.padEnd(16)} ${String(matched).padStart(7)} ${String(mine.length).padStart(8)}`);
}

/** The time that is furthest out; when all times are equal, what else differs. */
function worstOf(comparisons: readonly Comparison[], differing: readonly Comparison[]): string {
  const furthest = comparisons.reduce((far, { secondsApart = 0 }) => Math.max(far, secondsApart), 0);
  const [first] = differing;
  return first === undefined || furthest > 0 ? `${furthest} s` : `${first.kind} of ${first.payload}`;
}
