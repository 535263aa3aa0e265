import { basename, resolve } from 'node:path';
import { feedCatalogue, type Watched } from '../../domain/feedCatalogue.js';
import type { VenueProtocolOf } from '../../domain/venues/venueProtocols.js';
import type { ChainRows } from '../../domain/chain/chainRows.js';
import type { LiveConfig } from '../../config.js';
import type { Replay } from '../replay/replay.js';
import { ChainAgreement } from './chainAgreement.js';
import type { Connector } from './connector.js';
import { ConnectorHost } from './connectorHost.js';
import { Journal } from './journal/journal.js';
import { prepareJournal } from './journal/journalManifest.js';
import type { LiveIo } from './liveIo.js';
import { LiveSource } from './liveSource.js';

/** What a live source needs of a configuration, once its connectors are built. */
export type LiveTerms = Omit<LiveConfig, 'feeds' | 'watched'> & { readonly watched?: Watched | undefined };

/** Live steps, as ingestion serves them. */
export interface Live extends Replay {
  /** Opens the journal, and resolves with its last step; for a recorder, which has no log that would ask for earlier ones. */
  takeUp(): Promise<number>;
}

export interface LivePorts {
  readonly connectors: readonly Connector[];
  readonly io: LiveIo;
  readonly report: (level: 'info' | 'warn' | 'error', message: string) => void;
  readonly protocolOf?: VenueProtocolOf | undefined;
  /** The chains as the stage behind it has folded them; undefined while there is none. */
  chainRows?(): ChainRows | undefined;
  /** Told that the journal is whole and open, before anything is connected. */
  onJournal?(folder: string): Promise<void>;
}

/**
 * Connectors, their host, and the journal between them and the stage. Nothing is connected, and no segment written, before
 * the first step is asked for. Throws when two connectors say that they have the same name or feed.
 */
export async function openLive(config: LiveTerms, ports: LivePorts): Promise<Live> {
  const { connectors, io, report, protocolOf } = ports;
  const feeds = connectors.flatMap((connector) => connector.feeds);
  refuseTwice(
    'connector',
    connectors.map(({ id }) => id),
  );
  refuseTwice(
    'feed',
    feeds.map(({ id }) => id),
  );
  const folder = resolve(config.journal);
  // A feed that is no longer configured stays in the catalogue: steps of the journal may still have to be read again.
  const catalogue = feedCatalogue(await prepareJournal(folder, feeds, io.nowUs(), config.watched), config.watched);
  const say = (notice: string): void => report('warn', notice);
  const host = new ConnectorHost({ connectors, io, report });
  const agreement = new ChainAgreement({
    catalogue,
    rows: () => ports.chainRows?.(),
    restart: (feed, said) => host.restart(feed, said),
    say: (frame) => host.say(frame),
    nowUs: () => io.nowUs(),
  });
  const source = new LiveSource({
    openJournal: async () => {
      const journal = await Journal.open({ folder, keepBytes: config.keepBytes, say });
      await ports.onJournal?.(folder);
      return journal;
    },
    host,
    agreement,
    catalogue,
    io,
    tickMs: config.tickMs,
    protocolOf,
  });
  return {
    recording: { name: basename(folder), title: 'Live', assumptions: [], catalogue },
    firstStep: 1,
    get lastStep() {
      return source.lastStep;
    },
    get releasedThroughStep() {
      return source.lastStep;
    },
    stepTimesUs: [],
    firstTimeUs: 0n,
    get lastTimeUs() {
      return source.lastTimeUs;
    },
    waitFor: (step, signal) => source.waitFor(step, signal),
    letOutBefore: (step) => source.letOutBefore(step),
    takeUp: () => source.takeUp(),
    close: () => source.close(),
  };
}

function refuseTwice(kind: string, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`Expected each ${kind} once, "${twice}" was there twice.`);
}
