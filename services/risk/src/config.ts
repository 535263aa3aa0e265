import { z } from 'zod';

/** What a deployment may say about risk: nothing yet. What a number means is fixed by the fold version, not by a setting. */
export const riskConfigSchema = z.strictObject({});

export type RiskConfig = z.infer<typeof riskConfigSchema>;
