import { readFileSync } from 'node:fs';
import { type ExecutionConfig, executionConfigOf } from '../config.js';

const FILE = 'GIMBAL_EXECUTION_FILE';

/**
 * The configuration of this process: the file that GIMBAL_EXECUTION_FILE names (JSON in the form of `executionConfigSchema`: which
 * pool and which perpetual hedges go by, where), and the variables. Throws with what is wrong in it.
 */
export function readExecutionConfig(environment: Readonly<Record<string, string | undefined>>): ExecutionConfig {
  const path = environment[FILE] ?? '';
  return executionConfigOf(environment, path === '' ? {} : documentOf(path));
}

function documentOf(path: string): Readonly<Record<string, unknown>> {
  const document = parsed(path, readFileSync(path, 'utf8'));
  if (typeof document === 'object' && document !== null && !Array.isArray(document)) {
    return document as Readonly<Record<string, unknown>>;
  }
  throw new Error(`Expected an object of settings in ${path} (${FILE}), was something else.`);
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`Expected JSON in ${path} (${FILE}): ${(cause as Error).message}`, { cause });
  }
}
