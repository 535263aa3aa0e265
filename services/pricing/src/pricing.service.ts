import { PricingServiceService } from '@gimbal/contracts/pricing/v1/pricing_service';
import type { EventLog } from '@gimbal/event-log';
import type { Stage, StageHost } from '@gimbal/projection';
import type { DynamicModule } from '@nestjs/common';
import { type PricingConfig, pricingConfigSchema } from './config.js';
import type { PricingState } from './domain/pricingState.js';
import { createPricingStage } from './domain/pricingStage.js';
import { PricingModule } from './pricing.module.js';

/**
 * Pricing turns observations into marks.
 *
 * Consumes: `market` (pools and reserves, oracle rounds, perp marks, volatilities, option quotes, venues' surfaces, conversion
 * rates, debt pools, stale and recovered feeds) and `protocol` (normalisation factors, lending reserves), and its own listings.
 * Produces: `marks.kept` (listings, surfaces and full frames, facts) and `marks.live` (what moved since the last full
 * frame).
 * Answers: gimbal.pricing.v1.PricingService.
 * Needs: a log and a projection store, which its runner brings. Nothing outside: it has no keys and calls nobody.
 */
export const pricingService = {
  name: 'pricing',
  configSchema: pricingConfigSchema,
  definitions: [PricingServiceService],
  createStage({ keptIntervalSeconds }: PricingConfig): Stage<PricingState> {
    return createPricingStage({ keptIntervalUs: BigInt(keptIntervalSeconds) * 1_000_000n });
  },
  module(host: StageHost<PricingState>, log: EventLog): DynamicModule {
    return PricingModule.with(host, log);
  },
} as const;
