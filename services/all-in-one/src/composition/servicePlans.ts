import type { EventLog } from '@gimbal/event-log';
import type { StageState } from '@gimbal/projection';
import { ExecutionServiceService } from '@gimbal/contracts/execution/v1/execution_service';
import type { ProcessConfig, Target } from '../config.js';
import type { StagePlan } from './startStageService.js';

/** Gives the plan of a target to whoever starts it; each plan keeps the type of its own state. */
export async function planOf<R>(
  target: Exclude<Target, 'console'>,
  config: ProcessConfig,
  log: EventLog,
  report: (level: 'info' | 'warn' | 'error', message: string) => void,
  start: <S extends StageState>(plan: StagePlan<S>) => Promise<R>,
): Promise<R> {
  const port = config.ports[target];
  const { partitionCount } = config;
  switch (target) {
    case 'ingestion': {
      const { sampleFeeds } = await import('./feedTelemetry.js');
      const { ingestionService, readLiveConfig } = await import('@gimbal/ingestion-service');
      const source =
        config.live === undefined ? { recording: config.recording } : { live: await readLiveConfig(config.live) };
      const opened = await ingestionService.open(source, report);
      return start({
        stage: opened.stage,
        definitions: ingestionService.definitions,
        port,
        stepSource: opened.replay,
        module: (runner) => opened.module(runner, log),
        sample: (runner) => sampleFeeds(() => opened.feeds(runner)),
        close: () => opened.replay.close(),
      });
    }
    case 'pricing': {
      const { pricingService } = await import('@gimbal/pricing-service');
      // A replay keeps a full frame at every step: what is decided then rests on facts alone. Live, that would be four a
      // second for ever.
      const stage = pricingService.createStage(
        pricingService.configSchema.parse(config.live === undefined ? { keptIntervalSeconds: 0 } : {}),
      );
      return start({
        stage,
        definitions: pricingService.definitions,
        port,
        module: (runner) => pricingService.module(runner, log),
      });
    }
    case 'risk': {
      const { riskService } = await import('@gimbal/risk-service');
      const stage = riskService.createStage({});
      return start({
        stage,
        definitions: riskService.definitions,
        port,
        module: (host) => riskService.module({ host, log, partitionCount }),
      });
    }
    case 'governance-watch': {
      const { governanceWatchService } = await import('@gimbal/governance-watch-service');
      const stage = governanceWatchService.createStage(governanceWatchService.configSchema.parse({}));
      return start({
        stage,
        definitions: governanceWatchService.definitions,
        port,
        module: (host) => governanceWatchService.module(host, log),
      });
    }
    case 'execution': {
      const { createExecutionStage, ExecutionModule, readExecutionConfig } = await import('@gimbal/execution-service');
      return start({
        stage: createExecutionStage(readExecutionConfig(process.env)),
        definitions: [ExecutionServiceService],
        port,
        module: (host) => ExecutionModule.with({ host, log, partitionCount }),
      });
    }
  }
}
