import { type AllInOne, startAllInOne } from '@gimbal/all-in-one-service';
import { type EmbeddedPostgres, FolderInUseError, startEmbeddedPostgres } from '@gimbal/embedded-postgres';
import { createLogger } from '@gimbal/runtime';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CliFailure } from '../../cliFailure.js';
import type { Terminal } from '../../terminal.js';
import { logLevelOf } from '../logLevelOf.js';
import { choosePorts, type ChosenPorts } from './choosePorts.js';
import { inUseText, nameOwner, removeOwner } from './dataOwner.js';
import type { Screen } from './screen.js';
import { type StartOptions, WANTED_PORTS } from './startOptions.js';

export interface Platform {
  readonly allInOne: AllInOne;
  /** The log in words. */
  readonly logName: string;
  readonly ports: ChosenPorts;
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL, the five services and the console. Where PostgreSQL can't run and nobody asked for it, says so and goes
 * on in memory. `onFatal` is told when the server or an invariant breaks. Throws a CliFailure when the start fails.
 */
export async function startPlatform(
  options: StartOptions,
  terminal: Terminal,
  screen: Screen,
  onFatal: (failure: CliFailure) => void,
): Promise<Platform> {
  const level = logLevelOf(terminal.env, 'warn');
  const ports = await choosePorts(options);
  const database = await openDatabase(options, screen);
  let stopping = false;
  const stopDatabase = async (): Promise<void> => {
    stopping = true;
    await database.embedded?.stop();
    if (options.dataDir !== undefined) removeOwner(options.dataDir);
  };
  void database.embedded?.exited.then(() => {
    if (stopping) return;
    onFatal(
      new CliFailure(
        'Expected PostgreSQL to run as long as Gimbal, it has ended: there is no log to write to. Start again.',
      ),
    );
  });
  try {
    const allInOne = await startAllInOne({
      recording: options.recording,
      live: options.live,
      log: database.log,
      postgresUrl: database.url,
      dataDir: options.dataDir,
      ports: ports.ports,
      targets: options.targets,
      sessionFile: options.sessionFile,
      logger: createLogger({ service: 'all-in-one', level, write: (text) => screen.notice(text) }),
      fatal: (error) => onFatal(new CliFailure(`An invariant is broken, so Gimbal ends: ${textOf(error)}`)),
    });
    const stop = async (): Promise<void> => {
      stopping = true;
      try {
        await allInOne.stop();
      } finally {
        await stopDatabase();
      }
    };
    return { allInOne, logName: database.name, ports, stop };
  } catch (error) {
    await stopDatabase();
    throw new CliFailure(`Gimbal could not start: ${textOf(error)}`);
  }
}

/** Says which ports are not the usual ones. */
export function displacedLines({ allInOne, ports }: Platform): string[] {
  return ports.displaced.map(
    (target) => `Port ${WANTED_PORTS[target]} is taken: ${target} is at ${allInOne.addresses.get(target)} instead.`,
  );
}

interface Database {
  readonly log: StartOptions['log'];
  readonly name: string;
  readonly url: string | undefined;
  readonly embedded: EmbeddedPostgres | undefined;
}

async function openDatabase(options: StartOptions, screen: Screen): Promise<Database> {
  const { log, logChosen, postgresUrl, dataDir } = options;
  const names = { memory: 'in memory', postgres: 'over PostgreSQL', kafka: 'over Kafka' };
  const name = names[log.kind];
  if (log.kind === 'memory' || postgresUrl !== undefined) return { log, name, url: postgresUrl, embedded: undefined };
  try {
    if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
    // What is thrown away at the stop need not survive the machine; what is kept must.
    const embedded = await startEmbeddedPostgres(
      dataDir === undefined ? { fsync: false } : { dataDir: join(dataDir, 'postgres') },
    );
    if (dataDir !== undefined) nameOwner(dataDir);
    return { log, name, url: embedded.connectionString, embedded };
  } catch (error) {
    if (error instanceof FolderInUseError && dataDir !== undefined) throw new CliFailure(inUseText(dataDir));
    // Who names a folder wants to keep what is written there: memory would not do.
    if (logChosen || dataDir !== undefined) throw new CliFailure(textOf(error));
    screen.line(`PostgreSQL can't run here: ${textOf(error)}`);
    screen.line('Gimbal goes on with its log in memory, which ends with this process.');
    return { log: { kind: 'memory' }, name: names.memory, url: undefined, embedded: undefined };
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
