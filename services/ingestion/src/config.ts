import { z } from 'zod';

/** What a deployment may say about ingestion. */
export const ingestionConfigSchema = z.strictObject({
  /** The folder of the recording that is replayed: `recording.json` and the files that it names. */
  recording: z.string().min(1),
});

export type IngestionConfig = z.infer<typeof ingestionConfigSchema>;
