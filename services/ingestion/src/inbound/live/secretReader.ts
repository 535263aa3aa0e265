import { readFileSync } from 'node:fs';
import type { SecretSource } from './connectorConfig.js';

/**
 * Reads secrets from the environment or from files, as both are mounted by those who keep them. Throws when there is
 * none, and names the place alone.
 */
export function createSecretReader(
  env: Readonly<Record<string, string | undefined>>,
): (source: SecretSource) => string {
  return (source) => {
    const [place, secret] =
      'env' in source
        ? [`the variable ${source.env}`, env[source.env]?.trim()]
        : [`the file ${source.file}`, fileText(source.file)];
    if (secret === undefined || secret === '') throw new Error(`Expected a secret in ${place}, was nothing.`);
    return secret;
  };
}

function fileText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
