import { type ChannelCredentials, credentials as grpcCredentials } from '@grpc/grpc-js';
import { ExecutionServiceClient } from '@gimbal/contracts/execution/v1/execution_service';
import { GovernanceServiceClient } from '@gimbal/contracts/governance/v1/governance_service';
import { IngestionServiceClient } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import { OpsServiceClient } from '@gimbal/contracts/ops/v1/ops_service';
import { PricingServiceClient } from '@gimbal/contracts/pricing/v1/pricing_service';
import { RiskServiceClient } from '@gimbal/contracts/risk/v1/risk_service';
import { SERVICE_NAMES, type ServiceName } from '../page/wire/serviceNames.js';

/** `host:port` of each service. */
export type ConsoleServices = Readonly<Record<ServiceName, string>>;

/** One connection to each service, shared by all callers: each call carries its caller's own token. */
export interface ServiceClients {
  readonly ingestion: IngestionServiceClient;
  readonly pricing: PricingServiceClient;
  readonly risk: RiskServiceClient;
  readonly governance: GovernanceServiceClient;
  readonly execution: ExecutionServiceClient;
  readonly ops: Readonly<Record<ServiceName, OpsServiceClient>>;
  close(): void;
}

/** Connects when the first call is made. Plain text unless credentials are given: between processes TLS is the mesh's. */
export function openServiceClients(
  services: ConsoleServices,
  credentials: ChannelCredentials = grpcCredentials.createInsecure(),
): ServiceClients {
  const domain = {
    ingestion: new IngestionServiceClient(services.ingestion, credentials),
    pricing: new PricingServiceClient(services.pricing, credentials),
    risk: new RiskServiceClient(services.risk, credentials),
    governance: new GovernanceServiceClient(services.governance, credentials),
    execution: new ExecutionServiceClient(services.execution, credentials),
  };
  const ops = Object.fromEntries(
    SERVICE_NAMES.map((name) => [name, new OpsServiceClient(services[name], credentials)]),
  ) as Record<ServiceName, OpsServiceClient>;
  return {
    ...domain,
    ops,
    close: () => {
      for (const client of [...Object.values(domain), ...Object.values(ops)]) client.close();
    },
  };
}
