import type { EventLog } from '@gimbal/event-log';
import type { StageHost } from '@gimbal/projection';
import { type DynamicModule, Module } from '@nestjs/common';
import { type MarketDirectory, RECORDED_MARKETS } from './domain/marketDirectory.js';
import type { PricingState } from './domain/pricingState.js';
import { MARKET_DIRECTORY, PRICING_HOST, PRICING_LOG, PricingController } from './inbound/pricing.controller.js';

@Module({})
export class PricingModule {
  /** The service's Nest container around a running stage. The directory must be the one that the stage was made with. */
  static with(
    host: StageHost<PricingState>,
    log: EventLog,
    directory: MarketDirectory = RECORDED_MARKETS,
  ): DynamicModule {
    return {
      module: PricingModule,
      controllers: [PricingController],
      providers: [
        { provide: PRICING_HOST, useValue: host },
        { provide: PRICING_LOG, useValue: log },
        { provide: MARKET_DIRECTORY, useValue: directory },
      ],
    };
  }
}
