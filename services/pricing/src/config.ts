import { z } from 'zod';

/** What a deployment may say about pricing. */
export const pricingConfigSchema = z.strictObject({
  /**
   * Seconds of domain time between two kept frames of an underlying; 0 keeps one at every step, as a replay must. Ten
   * seconds is 8,640 frames a day: 93 MB for a hundred instruments.
   */
  keptIntervalSeconds: z.number().int().min(0).max(3_600).default(10),
});

export type PricingConfig = z.infer<typeof pricingConfigSchema>;
