import type { LogLevel } from '@gimbal/runtime';
import { usageFailure } from '../cliFailure.js';

const LEVELS = ['quiet', 'error', 'warn', 'info', 'debug'] as const satisfies readonly LogLevel[];

/** What GIMBAL_LOG_LEVEL says. Throws a usage failure for another word. */
export function logLevelOf(env: Readonly<Record<string, string | undefined>>, usual: LogLevel): LogLevel {
  const named = env['GIMBAL_LOG_LEVEL']?.trim() ?? '';
  const level = named === '' ? usual : LEVELS.find((candidate) => candidate === named);
  if (level === undefined)
    throw usageFailure(`Expected GIMBAL_LOG_LEVEL with one of ${LEVELS.join(', ')}, was "${named}".`);
  return level;
}
