import { z } from 'zod';
import { connectorConfigSchema } from './inbound/live/connectorConfig.js';
import { recordedFeedSchema } from './inbound/recording/manifest.js';
import { watchedSchema } from './inbound/recording/watchedSchema.js';
import { FEEDS_MAX } from './limits.js';

/** Sources that are listened to, and the folder in which everything that they said is kept. */
export const liveConfigSchema = z.strictObject({
  /** A folder of its own; what is in it is a recording. */
  journal: z.string().min(1),
  /** Bytes of closed segments that are kept; the oldest are dropped. All when it is left out. */
  keepBytes: z.int().positive().optional(),
  /** Wall time from one step to the next while something waits, milliseconds. */
  tickMs: z.int().min(10).max(10_000).default(250),
  connectors: z.array(connectorConfigSchema).min(1).max(64),
  /** What nobody is asked for: records (`inline`) and assumed values (`repeat`), as a recording has them. */
  feeds: z
    .array(recordedFeedSchema)
    .max(FEEDS_MAX)
    .default([])
    .superRefine((feeds, context) => {
      for (const [index, { files, inline, repeat }] of feeds.entries()) {
        if (files.length === 0 && (inline.length > 0 || repeat !== undefined)) continue;
        context.addIssue({
          code: 'custom',
          path: [index],
          message: 'Expected records or a repeated value, and no files.',
        });
      }
    }),
  /** What more than its observations is said of pools, books and deployments. */
  watched: watchedSchema,
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
