import { SurfaceRegion as WireRegion } from '@gimbal/contracts/pricing/v1/pricing_service';
import type { SurfaceRegion } from '@gimbal/quant';

const REGION_OF: Readonly<Record<SurfaceRegion, WireRegion>> = {
  atSlice: WireRegion.SURFACE_REGION_AT_SLICE,
  between: WireRegion.SURFACE_REGION_BETWEEN,
  beforeFirst: WireRegion.SURFACE_REGION_BEFORE_FIRST,
  afterLast: WireRegion.SURFACE_REGION_AFTER_LAST,
};

/** A region as the proto names it; unspecified where there is no volatility. */
export function toSurfaceRegion(region: SurfaceRegion | undefined): WireRegion {
  return region === undefined ? WireRegion.SURFACE_REGION_UNSPECIFIED : REGION_OF[region];
}
