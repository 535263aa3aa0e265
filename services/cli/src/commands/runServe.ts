import { configFromEnv, type ProcessConfig, startProcess } from '@gimbal/all-in-one-service';
import { createLogger, runProcess } from '@gimbal/runtime';
import { CliFailure } from '../cliFailure.js';
import type { Invocation } from '../command.js';
import { logLevelOf } from './logLevelOf.js';

/** Runs the targets of this process until a signal; the environment says which, and against what. */
export async function runServe({ terminal }: Invocation): Promise<0> {
  const config = configOf(terminal.env);
  const logger = createLogger({ service: config.targets.join(','), level: logLevelOf(terminal.env, 'info') });
  // runProcess ends the process by itself, with 0 after a signal and 1 after a failure.
  await runProcess({
    logger,
    start: async () => {
      const running = await startProcess(config, {
        logger,
        fatal: (error) => {
          logger.error('An invariant is broken: the process ends.', { error });
          process.exit(1);
        },
      });
      terminal.out(JSON.stringify({ ready: true, addresses: Object.fromEntries(running.addresses) }));
      return running;
    },
  });
  return 0;
}

function configOf(env: Readonly<Record<string, string | undefined>>): ProcessConfig {
  try {
    return configFromEnv(env);
  } catch (error) {
    throw new CliFailure((error as Error).message, 2);
  }
}
