import { z } from 'zod';

export const SERVICE_TARGETS = ['ingestion', 'pricing', 'risk', 'governance-watch', 'execution'] as const;
export const TARGETS = [...SERVICE_TARGETS, 'console'] as const;
export type Target = (typeof TARGETS)[number];

/** What kafkajs speaks without a further package. */
export const KAFKA_SASL_MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

/** Ports by target. 0 takes a free one, which only works when one process runs everything. */
const portsSchema = z.record(z.enum(TARGETS), z.number().int().min(0).max(65_535));

const logSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('memory') }),
  z.strictObject({ kind: z.literal('postgres') }),
  z.strictObject({
    kind: z.literal('kafka'),
    brokers: z.array(z.string().min(1)).min(1),
    topicPrefix: z
      .string()
      .regex(/^[a-z0-9.-]*$/)
      .default(''),
    replicationFactor: z.number().int().min(1).max(5).default(1),
    /** Present: TLS, with the system's authorities unless a file of others is given, and a certificate of our own if any. */
    tls: z
      .strictObject({
        caFile: z.string().min(1).optional(),
        certificateFile: z.string().min(1).optional(),
        keyFile: z.string().min(1).optional(),
      })
      .optional(),
    sasl: z
      .strictObject({
        mechanism: z.enum(KAFKA_SASL_MECHANISMS),
        username: z.string().min(1),
        password: z.string().min(1),
      })
      .optional(),
  }),
]);

/** What one process of Gimbal runs, and against what. */
export const processConfigSchema = z.strictObject({
  targets: z.array(z.enum(TARGETS)).min(1),
  log: logSchema,
  /** Where projections live, and the log when it is `postgres`. Absent: projections live in memory. */
  postgresUrl: z.string().min(1).optional(),
  partitionCount: z.number().int().min(1).max(64),
  /** The folder of the recording that ingestion replays. */
  recording: z.string().min(1),
  /** A file that says which sources ingestion listens to; the recording is not replayed then. */
  live: z.string().min(1).optional(),
  /** Distinguishes instances of the same service; stable over restarts. */
  instance: z.string().min(1).default('0'),
  host: z.string().min(1).default('127.0.0.1'),
  ports: portsSchema,
  /** The host that other instances and the console reach this process by, when it listens on all addresses. */
  advertiseHost: z.string().min(1).optional(),
  /** `host:port` of targets that other processes run; the console asks them. */
  addresses: z.partialRecord(z.enum(TARGETS), z.string().min(1)).optional(),
  /** Folder with the seal keys, outside log and database. */
  keysDir: z.string().min(1),
  /** Public keys of the token issuer, and its name. Empty when the keys are asked for at `jwksUrl`. */
  jwksFile: z.string(),
  jwksUrl: z.url().optional(),
  issuer: z.string().min(1),
  /** Where heads of the seals are written at a clean stop; outside the log. */
  headsDir: z.string().min(1).optional(),
  metricsPort: z.number().int().min(0).max(65_535).optional(),
});

export type ProcessConfig = z.infer<typeof processConfigSchema>;
