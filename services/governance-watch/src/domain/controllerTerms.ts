import type { GovernanceWatchConfig } from '../config.js';

/** A payloads controller: where it stands and the times that it gives, in microseconds. */
export interface ControllerTerms {
  /** Lower case. */
  readonly controller: string;
  readonly delayUsByAccessLevel: ReadonlyMap<number, bigint>;
  readonly graceUs: bigint;
  readonly expiryUs: bigint;
}

/** By deployment. */
export type ControllerDirectory = ReadonlyMap<string, ControllerTerms>;

const US_PER_SECOND = 1_000_000n;

export function controllerDirectory({ deployments }: GovernanceWatchConfig): ControllerDirectory {
  return new Map(
    Object.entries(deployments).map(([deployment, terms]) => {
      const delays = Object.entries(terms.delaySecondsByAccessLevel);
      return [
        deployment,
        {
          controller: terms.controller.toLowerCase(),
          delayUsByAccessLevel: new Map(delays.map(([level, delay]) => [Number(level), BigInt(delay) * US_PER_SECOND])),
          graceUs: BigInt(terms.graceSeconds) * US_PER_SECOND,
          expiryUs: BigInt(terms.expirySeconds) * US_PER_SECOND,
        },
      ];
    }),
  );
}
