import type { ServiceAddresses } from '@gimbal/all-in-one-service';
import type { Target } from '@gimbal/all-in-one-service';

/** Where the five services answer, as the replay driver wants it. */
export function serviceAddresses({
  addresses,
}: {
  readonly addresses: Readonly<Record<Target, string>>;
}): ServiceAddresses {
  return {
    ingestion: addresses.ingestion,
    pricing: addresses.pricing,
    risk: addresses.risk,
    governance: addresses['governance-watch'],
    execution: addresses.execution,
  };
}
