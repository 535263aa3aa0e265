export { type PricingConfig, pricingConfigSchema } from './config.js';
export {
  type MarketDirectory,
  type PoolSource,
  type PowerPerpSource,
  RECORDED_MARKETS,
  type UnderlyingSource,
} from './domain/marketDirectory.js';
export { createPricingStage, type PricingStageOptions } from './domain/pricingStage.js';
export type { PricingState } from './domain/pricingState.js';
export { PricingModule } from './pricing.module.js';
export { pricingService } from './pricing.service.js';
