/** In the order of a step. */
export const SERVICE_NAMES = ['ingestion', 'pricing', 'risk', 'governance', 'execution'] as const;

export type ServiceName = (typeof SERVICE_NAMES)[number];
