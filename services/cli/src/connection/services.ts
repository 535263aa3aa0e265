import {
  type CallOptions,
  type ClientReadableStream,
  type ClientUnaryCall,
  credentials,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import type { ServiceName } from '@gimbal/contracts';
import { ExecutionServiceClient } from '@gimbal/contracts/execution/v1/execution_service';
import { IngestionServiceClient } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import { OpsServiceClient } from '@gimbal/contracts/ops/v1/ops_service';
import { PricingServiceClient } from '@gimbal/contracts/pricing/v1/pricing_service';
import { RiskServiceClient } from '@gimbal/contracts/risk/v1/risk_service';
import { CALL_DEADLINE_MS } from '../limits.js';
import { type ConnectionSettings, SERVICES } from './connectionOptions.js';
import { tokenClaims, type TokenClaims } from './tokenClaims.js';

type Answer<R> = (error: ServiceError | null, response: R) => void;

/** A unary method of a generated client, with its three ways to be called. */
interface UnaryMethod<Q, R> {
  (request: Q, answer: Answer<R>): ClientUnaryCall;
  (request: Q, metadata: Metadata, answer: Answer<R>): ClientUnaryCall;
  (request: Q, metadata: Metadata, options: Partial<CallOptions>, answer: Answer<R>): ClientUnaryCall;
}

/** Clients of the five services, all of them public gRPC. They connect when they are first asked. */
export class Services {
  readonly ingestion: IngestionServiceClient;
  readonly pricing: PricingServiceClient;
  readonly risk: RiskServiceClient;
  readonly execution: ExecutionServiceClient;
  readonly asker: TokenClaims | undefined;
  readonly metadata: Metadata;
  private readonly opsClients: ReadonlyMap<ServiceName, OpsServiceClient>;

  constructor(readonly settings: ConnectionSettings) {
    // Tokens travel in the clear: what isn't on loopback is encrypted by the mesh or the ingress of its cluster.
    const channel = credentials.createInsecure();
    const { addresses, token } = settings;
    this.ingestion = new IngestionServiceClient(addresses.ingestion, channel);
    this.pricing = new PricingServiceClient(addresses.pricing, channel);
    this.risk = new RiskServiceClient(addresses.risk, channel);
    this.execution = new ExecutionServiceClient(addresses.execution, channel);
    this.opsClients = new Map(SERVICES.map((service) => [service, new OpsServiceClient(addresses[service], channel)]));
    this.asker = tokenClaims(token);
    this.metadata = new Metadata();
    this.metadata.set('authorization', `Bearer ${token}`);
  }

  ops(service: ServiceName): OpsServiceClient {
    return this.opsClients.get(service)!;
  }

  /** Asks once. Rejects with a CliFailure in words. */
  ask<Q, R>(
    service: ServiceName,
    client: object,
    method: UnaryMethod<Q, R>,
    request: Q,
    deadlineMs = CALL_DEADLINE_MS,
  ): Promise<R> {
    const send = method.bind(client) as (
      q: Q,
      m: Metadata,
      o: Partial<CallOptions>,
      answer: Answer<R>,
    ) => ClientUnaryCall;
    return new Promise((resolve, reject) => {
      send(request, this.metadata, { deadline: Date.now() + deadlineMs }, (error, response) =>
        error === null ? resolve(response) : void this.failure(service, error).then(reject),
      );
    });
  }

  /** Takes each message of a stream to its end. Rejects with a CliFailure in words; an abort ends it without one. */
  read<R>(
    service: ServiceName,
    stream: ClientReadableStream<R>,
    take: (message: R) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    const cancel = (): void => stream.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted === true) cancel();
    return new Promise<void>((resolve, reject) => {
      stream.on('data', take);
      stream.on('end', resolve);
      stream.on('error', (error: ServiceError) => {
        if (signal?.aborted === true) resolve();
        else void this.failure(service, error).then(reject);
      });
    }).finally(() => signal?.removeEventListener('abort', cancel));
  }

  close(): void {
    for (const client of [this.ingestion, this.risk, this.execution, ...this.opsClients.values()]) client.close();
  }

  /** The words are loaded when something failed: the runtime library, which reads the details, brings all of Nest along. */
  private async failure(service: ServiceName, error: ServiceError): Promise<Error> {
    const { failureOfCall } = await import('./failureOfCall.js');
    return failureOfCall(error, { service, address: this.settings.addresses[service], asker: this.asker });
  }
}
