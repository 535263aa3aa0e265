import { type TopicName, topicsOwnedBy } from '@gimbal/contracts';
import type { Cut } from '@gimbal/contracts/log/v1/log';
import type { EventLog } from '@gimbal/event-log';
import { PartitionCursor } from './partitionCursor.js';
import { type FilterStanding, type InputItem, stepOf } from './partitionFilter.js';
import type { Checkpoint, StoredProjection } from './projectionStore.js';
import type { Draft, InboundEvent, Stage, StageState, Step } from './stage.js';
import { partitionName, StageFold } from './stageFold.js';

/** One step as it was folded again, with what the log recorded of it. */
export interface RefoldedStep<S extends StageState> {
  readonly step: Step;
  readonly cut: Cut;
  readonly recorded: readonly InboundEvent[];
  /** The facts of commands accepted before the step, already folded. */
  readonly commands: readonly InboundEvent[];
  /** What deciding again gives; asked for when `redecide` is set. */
  readonly drafts: readonly Draft[] | undefined;
  readonly fold: StageFold<S>;
}

export interface RefoldOptions<S extends StageState> {
  readonly stage: Stage<S>;
  readonly log: EventLog;
  readonly partitionCount: number;
  /** Where to begin; from the first record when absent. */
  readonly from?: StoredProjection | undefined;
  /** The last step to fold; to the end of the log when absent. */
  readonly throughStep?: number | undefined;
  /** Where the own partitions end, so that the result can be compared with a projection captured there. */
  readonly ownHeads?: readonly FilterStanding[] | undefined;
  /** Decides each step again, so that its drafts can be compared with what was recorded. Not for ingestion. */
  readonly redecide?: ((step: number) => boolean) | undefined;
  /** Called before the recorded outputs of the step are folded. Return false to stop there. */
  readonly onStep?: ((step: RefoldedStep<S>) => boolean | void) | undefined;
}

export interface Refolded<S extends StageState> {
  readonly fold: StageFold<S>;
  readonly checkpoint: Checkpoint;
  readonly events: number;
}

/**
 * Folds a log again, beside whatever runs: the rebuild and the verification. It has no hands: nothing is appended,
 * committed or sent. It ends at the last step that every input holds, or at `throughStep`.
 */
export async function refold<S extends StageState>(options: RefoldOptions<S>): Promise<Refolded<S>> {
  const { stage, log, partitionCount, from } = options;
  const fold = new StageFold(stage);
  if (from !== undefined) fold.restore(from.rows);
  const cursors = await openCursors(options);
  const factNext = new Map(cursors.own.map(({ standing: s }) => [partitionName(s.topic, s.partition), s.next]));
  let step: Step = { number: from?.checkpoint.step ?? 0, timeUs: from?.checkpoint.stepTimeUs ?? 0n };
  let quarantinedRecords = from?.checkpoint.quarantinedRecords ?? 0;
  const lastStep = options.throughStep ?? Infinity;

  while (step.number < lastStep) {
    const number = step.number + 1;
    if (!(await holdsStep(cursors, number))) break;
    const inputs = [
      ...cursors.upstream.flatMap((cursor) => cursor.takeThrough(number)),
      ...cursors.downstream.flatMap((cursor) => cursor.takeThrough(number - 1)),
    ];
    const own = cursors.own.flatMap((cursor) => cursor.takeThrough(number));
    const ownEvents = eventsOf(own);
    const commands = ownEvents.filter((event) => stepOf(event.causationId) === undefined);
    const recorded = ownEvents.filter((event) => stepOf(event.causationId) !== undefined);
    const timeUs = markerTime(own, number);
    step = { number, timeUs };
    for (const command of commands) factNext.set(partitionName(command.topic, command.partition), command.offset + 1);
    fold.fold(commands);
    fold.fold(eventsOf(inputs));
    quarantinedRecords += inputs.filter((item) => item.kind === 'malformed').length;
    const inputStandings = [...cursors.upstream, ...cursors.downstream].map((cursor) => cursor.standing);
    const positions = new Map([
      ...inputStandings.map((s) => [partitionName(s.topic, s.partition), s.next] as const),
      ...factNext,
    ]);
    const cut = fold.cut(step, positions);
    const drafts = options.redecide?.(number) === true ? fold.decide(step, cut, undefined) : undefined;
    const goOn = options.onStep?.({ step, cut, recorded, commands, drafts, fold });
    fold.fold(recorded);
    for (const { standing: s } of cursors.own) factNext.set(partitionName(s.topic, s.partition), s.next);
    if (goOn === false) break;
  }
  if (options.throughStep === undefined) {
    const rest = (await Promise.all(cursors.own.map((cursor) => cursor.takeRest()))).flat();
    fold.fold(eventsOf(rest).filter((event) => stepOf(event.causationId) === undefined));
  }
  const checkpoint: Checkpoint = {
    foldVersion: stage.foldVersion,
    step: step.number,
    stepTimeUs: step.timeUs,
    inputs: [...cursors.upstream, ...cursors.downstream].map((cursor) => cursor.standing),
    own: cursors.own.map((cursor) => cursor.standing),
    seals: [],
    quarantinedRecords,
  };
  return { fold, checkpoint, events: fold.events };

  async function openCursors({ from: stored }: RefoldOptions<S>): Promise<Cursors> {
    const standings = new Map(
      [...(stored?.checkpoint.inputs ?? []), ...(stored?.checkpoint.own ?? [])].map((s) => [
        partitionName(s.topic, s.partition),
        s,
      ]),
    );
    const open = async (
      names: readonly TopicName[],
      bounds?: ReadonlyMap<string, number>,
    ): Promise<PartitionCursor[]> => {
      const places = names.flatMap((topic) =>
        Array.from({ length: partitionCount }, (_, partition) => ({ topic, partition })),
      );
      const heads = await log.heads(places);
      return places.map(({ topic, partition }, i) => {
        const name = partitionName(topic, partition);
        return new PartitionCursor(log, topic, partition, bounds?.get(name) ?? heads[i]!, standings.get(name));
      });
    };
    // Own heads first: what the owner has written rests on inputs that are then already in the log.
    const bounds = new Map((options.ownHeads ?? []).map((s) => [partitionName(s.topic, s.partition), s.next]));
    const own = await open(topicsOwnedBy(stage.service), bounds);
    return { own, upstream: await open(stage.upstream), downstream: await open(stage.downstream) };
  }
}

interface Cursors {
  readonly own: readonly PartitionCursor[];
  readonly upstream: readonly PartitionCursor[];
  readonly downstream: readonly PartitionCursor[];
}

async function holdsStep(cursors: Cursors, step: number): Promise<boolean> {
  for (const cursor of [...cursors.own, ...cursors.upstream]) if (!(await cursor.holdsMarker(step))) return false;
  for (const cursor of cursors.downstream) if (!(await cursor.holdsMarker(step - 1))) return false;
  return true;
}

function eventsOf(items: readonly InputItem[]): InboundEvent[] {
  return items.flatMap((item) => (item.kind === 'event' ? [item.event] : []));
}

function markerTime(items: readonly InputItem[], step: number): bigint {
  for (const item of items) if (item.kind === 'marker' && item.step.number === step) return item.step.timeUs;
  throw new Error(`Expected the marker of step ${step} among what was taken.`);
}
