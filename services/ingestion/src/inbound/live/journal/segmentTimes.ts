import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** When the steps of a closed segment were, in the order of their numbers. */
export interface SegmentTimes {
  readonly firstStep: number;
  readonly timesUs: readonly bigint[];
}

const timesSchema = z.strictObject({
  firstStep: z.int().positive(),
  timesUs: z.array(
    z
      .string()
      .regex(/^\d{1,19}$/)
      .transform(BigInt),
  ),
});

export async function readSegmentTimes(path: string): Promise<SegmentTimes> {
  return timesSchema.parse(JSON.parse(await readFile(path, 'utf8')));
}

export function segmentTimesText({ firstStep, timesUs }: SegmentTimes): string {
  return `${JSON.stringify({ firstStep, timesUs: timesUs.map(String) })}\n`;
}
