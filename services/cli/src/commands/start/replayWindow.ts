import type { ReplayPace } from '@gimbal/all-in-one-service';
import { parseTime } from '../../arguments/parseTime.js';
import { usageFailure } from '../../cliFailure.js';

export interface ReplayTimes {
  readonly firstStep: bigint;
  readonly firstTimeUs: bigint;
  /** Of each step from the first on, ascending; none where there are too many to tell. */
  readonly stepTimesUs: readonly bigint[];
}

/** The hours in which things happened on 17 August 2023. */
const PACED_FROM = '21:00';
const PACED_TO = '23:00';

/** The hours that keep pace with a clock, on the day of the recording. Undefined speed: none. */
export function paceOf(times: ReplayTimes, speed: number | undefined): ReplayPace | undefined {
  if (speed === undefined) return undefined;
  const dayUs = times.firstTimeUs;
  return { fromUs: parseTime('from', PACED_FROM, dayUs), toUs: parseTime('to', PACED_TO, dayUs), speed };
}

/** The last step that isn't later than a time of day. Throws a usage failure when even the first one is. */
export function stepUntil({ firstStep, firstTimeUs, stepTimesUs }: ReplayTimes, until: string): number {
  const untilUs = parseTime('until', until, firstTimeUs);
  if (stepTimesUs.length === 0) throw usageFailure('Expected no --until for a recording of so many steps.');
  const index = stepTimesUs.findLastIndex((timeUs) => timeUs <= untilUs);
  if (index < 0) throw usageFailure(`Expected --until within the recording, was ${until}, before its first step.`);
  return Number(firstStep) + index;
}
