import { execFileSync } from 'node:child_process';

export interface KafkaTools {
  /** Such as 17.0.15. */
  readonly javaVersion: string;
}

/** Kafka 4 brokers need this Java (https://kafka.apache.org/41/documentation.html#java). */
const JAVA_MAJOR_MIN = 17;

/** What a broker from its own jars needs, or a sentence that says what is missing. */
export function findTools(): KafkaTools | { readonly missing: string } {
  const version = /version "(?:1\.)?([^"]+)/.exec(output('java', ['-version']) ?? '')?.[1];
  if (version === undefined) return { missing: `Expected Java ${JAVA_MAJOR_MIN} or later, found no java in PATH.` };
  if (Number.parseInt(version, 10) < JAVA_MAJOR_MIN) {
    return { missing: `Expected Java ${JAVA_MAJOR_MIN} or later, found Java ${version}.` };
  }
  if (output('mvn', ['-v']) === undefined) return { missing: 'Expected Maven, found no mvn in PATH.' };
  return { javaVersion: version };
}

/** `findTools`, or an error that says what is missing. */
export function requireTools(): KafkaTools {
  const tools = findTools();
  if ('missing' in tools) throw new Error(`Kafka cannot be run from its own jars. ${tools.missing}`);
  return tools;
}

function output(command: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync('sh', ['-c', `${command} "$@" 2>&1`, 'sh', ...args], { encoding: 'utf8' });
  } catch {
    return undefined;
  }
}
