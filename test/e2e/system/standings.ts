import { OpsServiceService, type GetStatusResponse } from '@gimbal/contracts/ops/v1/ops_service';
import { SERVICE_TARGETS } from '@gimbal/all-in-one-service';
import { bearer } from '@gimbal/runtime';
import type { ServiceTarget } from './protoMethods.ts';
import type { System } from './startSystem.ts';
import { ask } from './unary.ts';

export interface Standing {
  readonly service: string;
  readonly state: string;
  readonly step: number;
}

export function statusOf(system: System, target: ServiceTarget): Promise<GetStatusResponse> {
  return ask(system.addressOf(target), OpsServiceService.getStatus, {}, bearer(system.app.tokens.operator));
}

/** Where each of the five services says that it stands. */
export function standings(system: System): Promise<readonly Standing[]> {
  return Promise.all(
    SERVICE_TARGETS.map(async (target) => {
      const { service, state, step } = await statusOf(system, target);
      return { service, state, step: Number(step) };
    }),
  );
}
