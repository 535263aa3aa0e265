import { z } from 'zod';
import { connectorConfigSchema } from './inbound/live/connectorConfig.js';

/** Sources that are listened to, and the folder in which everything that they said is kept. */
export const liveConfigSchema = z.strictObject({
  /** A folder of its own; what is in it is a recording. */
  journal: z.string().min(1),
  /** Bytes of closed segments that are kept; the oldest are dropped. All when it is left out. */
  keepBytes: z.int().positive().optional(),
  /** Wall time from one step to the next while something waits, milliseconds. */
  tickMs: z.int().min(10).max(10_000).default(250),
  connectors: z.array(connectorConfigSchema).min(1).max(64),
});

/** What a deployment may say about ingestion: a recording that is replayed, or sources that are listened to. */
export const ingestionConfigSchema = z.union([
  z.strictObject({
    /** The folder of the recording: `recording.json` and the files that it names, or a journal. */
    recording: z.string().min(1),
  }),
  z.strictObject({ live: liveConfigSchema }),
]);

export type LiveConfig = z.infer<typeof liveConfigSchema>;
export type IngestionConfig = z.infer<typeof ingestionConfigSchema>;
