export interface RecordOptions {
  /** A file that says which sources are listened to; its journal is `folder`. */
  readonly config: string;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly report: (level: 'info' | 'warn' | 'error', message: string) => void;
}

export interface Recorded {
  readonly steps: number;
  readonly frames: number;
}

/** Records what sources say, without stages and a log, until the signal is aborted. The folder is then a recording. */
export async function recordTo({ config, folder, signal, report }: RecordOptions): Promise<Recorded> {
  const { openConfiguredLive, readLiveConfig, recordLive } = await import('@gimbal/ingestion-service');
  const live = await openConfiguredLive(await readLiveConfig(config, folder), report);
  const recorded = { steps: 0, frames: 0 };
  await recordLive(live, signal, (_step, frames) => {
    recorded.steps++;
    recorded.frames += frames;
  });
  return recorded;
}
