import type { ClientReadableStream } from '@grpc/grpc-js';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_PARTITION_COUNT, partitionOf, type ServiceName, type TopicName } from '@gimbal/contracts';
import { ParameterChangeUpdated } from '@gimbal/contracts/governance/v1/governance_events';
import { LiquidationObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import type { WatchExecutionResponse } from '@gimbal/contracts/execution/v1/execution_service';
import type { Position } from '@gimbal/contracts/log/v1/log';
import type { StreamPosition, TailTopicResponse } from '@gimbal/contracts/ops/v1/ops_service';
import type { WatchExposureResponse } from '@gimbal/contracts/risk/v1/risk_service';
import { CliFailure } from '../../cliFailure.js';
import type { Services } from '../../connection/services.js';
import { RETRY_PAUSE_MS } from '../../limits.js';

export interface ReplayListener {
  onExposure(portfolioId: string, event: WatchExposureResponse['event']): void;
  onExecution(event: WatchExecutionResponse['event']): void;
  onLiquidation(liquidation: LiquidationObserved): void;
  onParameterChange(change: ParameterChangeUpdated, timeUs: bigint): void;
}

/** Where a log stands: a start over kept data must not tell the old story again. */
export async function headsOf(services: Services): Promise<readonly StreamPosition[]> {
  const statuses = await Promise.all(
    (['ingestion', 'risk', 'governance-watch', 'execution'] as const).map((service) => {
      const ops = services.ops(service);
      return services.ask(service, ops, ops.getStatus, {});
    }),
  );
  const early = statuses.find(({ state }) => state === 'starting');
  if (early !== undefined) {
    // A service that still takes up its checkpoint knows no streams yet: as good as not there.
    throw new CliFailure(`Expected ${early.service} to serve, it is starting.`, 1, {
      code: 'UNAVAILABLE',
      service: early.service,
      fields: [],
    });
  }
  return statuses.flatMap(({ streams }) => streams);
}

/** Follows exposures, breaches, execution, liquidations and governance from the given heads on, over reconnections, until the signal. */
export async function followReplay(
  services: Services,
  heads: readonly StreamPosition[],
  portfolios: { readonly watched: string; readonly twin: string },
  listener: ReplayListener,
  signal: AbortSignal,
): Promise<void> {
  const { risk, execution, metadata } = services;
  const tenant = services.asker?.tenant ?? '';
  const headOf = (topic: TopicName, partition: number): bigint =>
    heads.find((head) => head.topic === topic && head.partition === partition)?.headOffset ?? 0n;
  const homeOf = (portfolioId: string): number => partitionOf(`${tenant}/${portfolioId}`, DEFAULT_PARTITION_COUNT);
  const exposures = (portfolioId: string): Promise<void> =>
    follow<WatchExposureResponse>(
      [{ topic: 'exposure', partition: homeOf(portfolioId), offset: headOf('exposure', homeOf(portfolioId)) }],
      ([at]) => risk.watchExposure({ portfolioId, fromOffset: at!.offset }, metadata),
      ({ event }) => listener.onExposure(portfolioId, event),
      signal,
    );
  const tail = (owner: ServiceName, topic: TopicName, take: (record: TailTopicResponse) => void): Promise<void> =>
    follow<TailTopicResponse>(
      Array.from({ length: DEFAULT_PARTITION_COUNT }, (_, partition) => ({
        topic,
        partition,
        offset: headOf(topic, partition),
      })),
      (from) => services.ops(owner).tailTopic({ topic, from: [...from], fromHead: false, follow: true }, metadata),
      take,
      signal,
    );
  const lane = homeOf(portfolios.watched);
  await Promise.all([
    exposures(portfolios.watched),
    exposures(portfolios.twin),
    follow<WatchExecutionResponse>(
      [{ topic: 'execution', partition: lane, offset: headOf('execution', lane) }],
      ([at]) => execution.watchExecution({ portfolioId: portfolios.watched, fromOffset: at!.offset }, metadata),
      ({ event }) => listener.onExecution(event),
      signal,
    ),
    tail('ingestion', 'account', ({ type, json }) => {
      if (type === LiquidationObserved.$type) listener.onLiquidation(LiquidationObserved.fromJSON(JSON.parse(json)));
    }),
    tail('governance-watch', 'governance', ({ type, json, timeUs }) => {
      if (type === ParameterChangeUpdated.$type)
        listener.onParameterChange(ParameterChangeUpdated.fromJSON(JSON.parse(json)), timeUs);
    }),
  ]);
}

/** Reads a stream and, when it breaks (or its portfolio isn't open yet), opens it again behind what was read. */
async function follow<M extends { readonly position: Position | undefined }>(
  from: readonly Position[],
  open: (from: readonly Position[]) => ClientReadableStream<M>,
  take: (message: M) => void,
  signal: AbortSignal,
): Promise<void> {
  const next = [...from];
  while (!signal.aborted) {
    const stream = open(next);
    const cancel = (): void => stream.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    await new Promise<void>((resolve) => {
      stream.on('data', (message: M) => {
        take(message);
        const { position } = message;
        const i = next.findIndex(({ partition }) => partition === position?.partition);
        if (position !== undefined && i >= 0) next[i] = { ...position, offset: position.offset + 1n };
      });
      stream.on('error', () => resolve());
      stream.on('end', resolve);
    });
    signal.removeEventListener('abort', cancel);
    await sleep(RETRY_PAUSE_MS, undefined, { signal }).catch(() => {});
  }
}
