import type { Metadata } from '@grpc/grpc-js';
import type { AuthenticatedPrincipal } from '../auth/principalOf.js';
import type { Logger } from '../process/logger.js';
import type { Forwarder } from './createForwarder.js';

/** What all calls of a server share. */
export interface CallHost {
  /** The service's name, for metrics. */
  readonly service: string;
  /** Who made a call, by the metadata object that it came with: nothing that a client sends can name an entry. */
  readonly principals: WeakMap<Metadata, AuthenticatedPrincipal>;
  /** Aborts when the server begins to stop. */
  readonly stopping: AbortSignal;
  readonly forwarder: Forwarder;
  /** The owner's address while this instance stands by: every call of the service is the owner's then. */
  readonly ownerElsewhere: () => string | undefined;
  readonly logger: Logger;
}
