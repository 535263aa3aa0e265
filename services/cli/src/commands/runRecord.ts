import { resolve } from 'node:path';
import { recordTo } from '@gimbal/all-in-one-service';
import { createLogger } from '@gimbal/runtime';
import { CliFailure } from '../cliFailure.js';
import type { Invocation } from '../command.js';
import { figure } from '../formatting/figures.js';
import { onStopSignals } from '../stopSignals.js';
import { logLevelOf } from './logLevelOf.js';

/** Records until a signal, then says how much. */
export async function runRecord({ options, terminal }: Invocation): Promise<0> {
  const config = resolve(terminal.cwd, options.required('config', 'a file that names the sources'));
  const folder = resolve(terminal.cwd, options.required('to', 'a folder'));
  const logger = createLogger({ service: 'record', level: logLevelOf(terminal.env, 'warn'), write: terminal.err });
  const stop = onStopSignals();
  try {
    terminal.err(`Recording to ${folder} until Ctrl-C.`);
    const report = (level: 'info' | 'warn' | 'error', message: string): void => logger[level](message);
    const { steps, frames } = await recordTo({ config, folder, signal: stop.signal, report });
    terminal.out(`${figure(frames)} frames in ${figure(steps)} steps in ${folder}.`);
    return 0;
  } catch (error) {
    throw new CliFailure(`The recording ended: ${(error as Error).message}`);
  } finally {
    stop.dispose();
  }
}
